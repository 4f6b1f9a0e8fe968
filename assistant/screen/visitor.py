"""Who is at the other end of this run, and in which tab. Cheap enough for every click.

Without the section ``[auth]`` in the secrets the app is one person's. With it, nobody is anybody
before the provider has said so, and a log-in counts in no tab once it is too old or was ended.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NoReturn

import streamlit as st

from assistant.access import AccessSettings, LogIn, Reason, Refusal, access_settings, judge
from assistant.kept.people import LOCAL, STRANGER, Person
from assistant.kept.sign_ins import SignIns
from assistant.kept.store import shared_store
from assistant.screen.middleware import TAB_HEADER

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Visitor:
    """``tab`` names the browser's tab, the same after a reload and a lost connection; "" where
    there is none. ``sign_in`` says that there is a log-in here at all, and ``ended`` that the
    visitor has come with one that does not count any more. ``holds`` asks again, outside of any
    run: a file is made when its button is pressed, and a run need not come before that."""

    person: Person
    tab: str
    sign_in: bool = False
    signed_in: bool = False
    ended: bool = False
    holds: Callable[[], bool] = field(default=lambda: True, compare=False)


def visitor() -> Visitor:
    """Asked anew at every run: what counted a click ago may count no more."""
    tab = st.context.headers.get(TAB_HEADER, "")
    if not sign_in_is_configured():
        return Visitor(LOCAL, tab)
    found = _log_in()
    if found is None:
        return Visitor(STRANGER, tab, sign_in=True)
    if isinstance(found, LogIn) and SignIns(shared_store()).seen(found.id, found.person):
        holds = partial(_still_holds, st.user.to_dict(), _settings())
        return Visitor(found.person, tab, sign_in=True, signed_in=True, holds=holds)
    if isinstance(found, Refusal):
        _note(found)
    return Visitor(STRANGER, tab, sign_in=True, ended=True)


def sign_in_is_configured() -> bool:
    return _section("auth") is not None


def check_access() -> None:
    """Raise where the secrets or the section ``[access]`` cannot be read, before anybody comes."""
    if sign_in_is_configured():
        _settings()


def providers() -> tuple[str | None, ...]:
    """The names of the configured providers; None is the one that has no name."""
    section = _section("auth") or {}
    named = sorted(
        name
        for name, given in section.items()
        if isinstance(given, Mapping) and "client_id" in given
    )
    return (*([None] if "client_id" in section else []), *named)


def sign_in(provider: str | None = None) -> None:
    """Send the visitor to the provider, the only one where no other is named."""
    known = providers()
    st.login(provider if provider in known or not known else known[0])


def sign_out(*, everywhere: bool = False) -> NoReturn:
    """End the log-in in all its tabs, or all log-ins of the person, and this run with it: nothing
    more is drawn for somebody who has left."""
    found = _log_in()
    log_in = found.log_in if isinstance(found, Refusal) else found
    if log_in is not None:
        known = SignIns(shared_store())
        known.end(log_in.id, log_in.person)
        if everywhere:
            known.end_all(log_in.person)
    st.logout()
    st.stop()


def _log_in() -> LogIn | Refusal | None:
    claims = st.user.to_dict()
    if claims.get("is_logged_in") is not True:
        return None
    return judge(claims, _settings(), shared_store().now())


def _settings() -> AccessSettings:
    return access_settings(_section("access") or {}, providers=len(providers()))


def _still_holds(claims: Mapping[str, Any], settings: AccessSettings) -> bool:
    store = shared_store()
    found = judge(claims, settings, store.now())
    return isinstance(found, LogIn) and not SignIns(store).ended(found.id)


def _note(refusal: Refusal) -> None:
    if refusal.log_in is None:
        _log.warning("a log-in does not count: %s", refusal.reason)
    elif refusal.reason is Reason.TOO_OLD:
        SignIns(shared_store()).expire(refusal.log_in.id, refusal.log_in.person)


def _section(name: str) -> Mapping[str, Any] | None:
    """A section of the secrets, or None. Secrets that cannot be read are an error: an installation
    with log-in must never open as one without."""
    try:
        section = st.secrets[name]
    except KeyError:
        return None
    except FileNotFoundError as error:
        if getattr(error, "error_id", None) == "no-secrets-found":
            return None
        raise
    if not isinstance(section, Mapping):
        raise TypeError(f"[{name}] in the secrets is not a section")
    return section
