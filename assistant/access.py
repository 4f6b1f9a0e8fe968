"""Who a log-in says somebody is, and whether it is still young enough to count.

Settings come from the section ``[access]`` of the secrets. Whatever a log-in does not say clearly,
it does not say: without an issuer, a subject and a time there is nobody.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.kept.people import Person, canonical_name, person_id
from semantic.errors import nearest

LONGEST_NAME = 200
LONGEST_ADDRESS = 254
CLOCK_SKEW = timedelta(minutes=5)
"""How far ahead of ours the provider's clock may be."""
_OF_ONE_LOG_IN = ("iss", "sub", "auth_time", "iat", "exp", "nonce", "sid", "jti")
"""The claims that are the same in all tabs of one log-in; the next one has other times at least."""


class AccessError(Exception):
    """The section ``[access]`` is wrong; the message names the key and the nearest valid one."""


class AccessSettings(BaseModel):
    """``max_hours`` is how long a log-in counts, from when the person showed who she is. Where
    there are several providers, ``names_from`` is the issuer whose addresses and groups count: the
    same address at another is somebody else's word."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    groups_claim: str = Field(default="groups", min_length=1)
    name_claim: str = Field(default="name", min_length=1)
    max_hours: float = Field(default=10, gt=0, le=24 * 30)
    names_from: str | None = None

    def trusts(self, issuer: str) -> bool:
        return self.names_from is None or self.names_from == issuer


class Reason(StrEnum):
    """Why a log-in does not count."""

    NO_IDENTITY = "no_identity"
    NO_TIME = "no_time"
    TOO_OLD = "too_old"


@dataclass(frozen=True)
class LogIn:
    """One log-in at the provider: ``id`` is the same in all its tabs and never used again."""

    id: str
    person: Person
    since: datetime


@dataclass(frozen=True)
class Refusal:
    """``log_in`` is there when it was a good one before it became too old."""

    reason: Reason
    log_in: LogIn | None = None


def access_settings(section: Mapping[str, Any], providers: int = 1) -> AccessSettings:
    """The settings as given, or an AccessError."""
    try:
        found = AccessSettings.model_validate(dict(section))
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0])
        near = nearest(key, AccessSettings.model_fields, 1)
        unknown = first["type"] == "extra_forbidden"
        hint = f" (did you mean {near[0]!r}?)" if unknown and near else ""
        raise AccessError(f"[access]: {key}: {first['msg']}{hint}") from error
    if providers > 1 and found.names_from is None:
        raise AccessError(
            "[access]: names_from: with several providers, name the issuer whose addresses and "
            "groups count"
        )
    return found


def judge(claims: Mapping[str, Any], settings: AccessSettings, now: datetime) -> LogIn | Refusal:
    """The log-in that the provider's claims tell of, or why it does not count."""
    issuer, subject = _identifier(claims.get("iss")), _identifier(claims.get("sub"))
    if issuer is None or subject is None:
        return Refusal(Reason.NO_IDENTITY)
    since = _time(claims.get("auth_time", claims.get("iat")))
    if since is None or since > now + CLOCK_SKEW:
        return Refusal(Reason.NO_TIME)
    person = Person(
        person_id(issuer, subject),
        _name(claims, settings.name_claim),
        _email(claims) if settings.trusts(issuer) else None,
        _groups(claims.get(settings.groups_claim)) if settings.trusts(issuer) else frozenset(),
    )
    log_in = LogIn(_log_in_id(claims), person, since)
    if now - since >= timedelta(hours=settings.max_hours):
        return Refusal(Reason.TOO_OLD, log_in)
    return log_in


def _log_in_id(claims: Mapping[str, Any]) -> str:
    told = [claims.get(name) for name in _OF_ONE_LOG_IN]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


def _identifier(given: object) -> str | None:
    """One line of text, so that issuer and subject cannot run into each other."""
    return given if isinstance(given, str) and given and given.isprintable() else None


def _time(seconds: object) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < 2**33 else None


def _name(claims: Mapping[str, Any], claim: str) -> str:
    """As the person is called on the screen; never decides anything."""
    for given in (claims.get(claim), claims.get("preferred_username"), claims.get("email")):
        if isinstance(given, str) and (name := _printable(given)):
            return name[:LONGEST_NAME]
    return ""


def _email(claims: Mapping[str, Any]) -> str | None:
    """An address that the provider says is not verified is none; some say so in text."""
    if str(claims.get("email_verified", True)).casefold() == "false":
        return None
    return _address(claims.get("email"))


def _groups(given: object) -> frozenset[str]:
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        return frozenset()
    return frozenset(name for each in given if (name := _address(each)) is not None)


def _address(given: object) -> str | None:
    """In the form in which it is compared; one that could not be stored as it is, is none."""
    if not isinstance(given, str) or not given.isprintable():
        return None
    name = canonical_name(given)
    return name if 0 < len(name) <= LONGEST_ADDRESS else None


def _printable(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
