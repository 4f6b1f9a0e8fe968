"""Who the visitor of a run is, by the settings, the claims and the store; no browser needed."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from sqlalchemy import select
from streamlit import config
from streamlit.errors import StreamlitSecretNotFoundError
from streamlit.runtime.secrets import Secrets
from streamlit.testing.v1 import AppTest

from assistant.kept import tables
from assistant.kept.people import LOCAL, STRANGER
from assistant.kept.sign_ins import SignIns
from assistant.kept.store import Store, shared_store
from assistant.screen.visitor import Visitor, providers, sign_in_is_configured

AUTH = {"redirect_uri": "http://localhost/oauth2callback", "cookie_secret": "x", "client_id": "a"}


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("STORE_URL", f"sqlite:///{tmp_path / 'store.sqlite3'}")
    yield shared_store()
    shared_store().close()


def script() -> None:
    import streamlit as st

    from assistant.screen.visitor import visitor

    st.session_state["visitor"] = visitor()


def leaving() -> None:
    import streamlit as st

    from assistant.screen.visitor import sign_out

    st.button("Out", on_click=sign_out)
    if st.button("Out from here"):
        sign_out()
    st.session_state["drawn"] = st.session_state.get("drawn", 0) + 1


def app(
    access: dict[str, Any] | None = None, page: Callable[[], None] = script, **claims: Any
) -> AppTest:
    """A visitor of an installation with log-in, who has come with these claims."""
    test = AppTest.from_function(page)
    test.secrets["auth"] = AUTH
    test.secrets["access"] = access or {}
    test.user = claims
    return test


def claims(**other: Any) -> dict[str, Any]:
    now = time.time()
    return {"is_logged_in": True, "iss": "i", "sub": "s", "iat": now, "name": "Anna", **other}


def seen(test: AppTest) -> Visitor:
    test.run()
    assert not test.exception
    found = test.session_state["visitor"]
    assert isinstance(found, Visitor)
    return found


def actions(store: Store) -> list[str]:
    with store.reading() as connection:
        found = connection.execute(select(tables.audit.c.action).order_by(tables.audit.c.number))
        return list(found.scalars())


def test_without_configuration_there_is_one_person(store: Store) -> None:
    assert seen(AppTest.from_function(script)) == Visitor(LOCAL, "")
    assert actions(store) == []


@pytest.mark.parametrize("who", [{}, {"is_logged_in": False}, {"is_logged_in": "yes"}])
def test_who_has_not_signed_in_is_a_stranger(who: dict[str, Any], store: Store) -> None:
    assert seen(app(**claims() | {"is_logged_in": None} | who)) == Visitor(
        STRANGER, "", sign_in=True
    )
    assert actions(store) == []


def test_who_has_signed_in_is_that_person_and_noted_once(store: Store) -> None:
    test = app(**claims())
    for _ in range(2):
        found = seen(test)
        assert (found.person.name, found.signed_in, found.ended) == ("Anna", True, False)
    assert actions(store) == ["signed_in"]


def test_a_log_in_that_was_ended_elsewhere_counts_no_more(store: Store) -> None:
    test = app(**claims())
    SignIns(store).end_all(seen(test).person)
    assert seen(test) == Visitor(STRANGER, "", sign_in=True, ended=True)
    assert seen(app(**claims(iat=time.time() - 1))).signed_in


def test_a_log_in_that_is_too_old_is_ended_once(store: Store) -> None:
    test = app({"max_hours": 2}, **claims(iat=time.time() - 3600))
    assert seen(test).signed_in
    test.secrets["access"] = {"max_hours": 0.5}
    for _ in range(2):
        assert seen(test) == Visitor(STRANGER, "", sign_in=True, ended=True)
    test.secrets["access"] = {"max_hours": 2}
    assert seen(test).ended
    assert actions(store) == ["signed_in", "sign_in_ended"]


@pytest.mark.parametrize("button", [0, 1])
def test_nothing_is_drawn_for_who_has_just_left(button: int, store: Store) -> None:
    who = claims()
    seen(app(**who))
    test = app(page=leaving, **who).run()
    test.button[button].click().run()
    assert not test.exception
    assert test.session_state["drawn"] == 1
    assert not test.user["is_logged_in"]
    assert actions(store) == ["signed_in", "signed_out"]
    assert seen(app(**who)).ended


@pytest.mark.parametrize("wrong", [{"iss": None}, {"sub": ""}, {"iat": None}])
def test_a_log_in_that_says_too_little_does_not_count(wrong: dict[str, Any], store: Store) -> None:
    assert seen(app(**claims(**wrong))) == Visitor(STRANGER, "", sign_in=True, ended=True)
    assert actions(store) == []


def test_wrong_settings_let_nobody_in(store: Store) -> None:
    test = app({"max_hour": 2}, **claims()).run()
    assert test.exception
    assert "visitor" not in test.session_state
    assert actions(store) == []


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file of secrets that the framework reads for this test."""
    path = tmp_path / "secrets.toml"
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(path)])
    monkeypatch.setattr(st, "secrets", Secrets())
    yield path
    config.set_option("secrets.files", before)


def test_secrets_that_cannot_be_read_never_open_the_app_without_log_in(secrets: Path) -> None:
    assert not sign_in_is_configured()
    secrets.write_text("[auth\n", "utf-8")
    with pytest.raises(StreamlitSecretNotFoundError):
        sign_in_is_configured()
    secrets.write_text('auth = "yes"\n', "utf-8")
    with pytest.raises(TypeError):
        sign_in_is_configured()


def test_an_empty_section_is_a_log_in_that_nobody_passes(secrets: Path) -> None:
    secrets.write_text("[auth]\n", "utf-8")
    assert sign_in_is_configured()
    assert providers() == ()


def test_providers_are_named_by_their_sections(secrets: Path) -> None:
    secrets.write_text(
        '[auth]\ncookie_secret = "x"\nclient_id = "a"\nclient_kwargs = {prompt = "login"}\n'
        '[auth.skola]\nclient_id = "b"\n[auth.annan]\nclient_id = "c"\n',
        "utf-8",
    )
    assert providers() == (None, "annan", "skola")
