"""Example data for tests of the page: shared and read only, or one's own with a store beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st

from assistant import versions
from assistant.conversation import guide_of
from assistant.kept.favourites import Favourites
from assistant.kept.people import LOCAL, Person
from assistant.kept.store import Store, shared_store
from assistant.screen import scene
from assistant.screen.visitor import Visitor
from tests import revised
from tests.support import demo_home


def _let_go() -> None:
    """Close what was opened; a guide that outlived its version would open it again."""
    guide_of.cache_clear()
    st.cache_resource.clear()
    for version in versions._opened.values():
        version.close()


@pytest.fixture(scope="module")
def example_data() -> Iterator[None]:
    """Example data is current; what was opened and kept for it is let go afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA_HOME", str(demo_home()))
        patch.setattr(versions, "_opened", {})
        guide_of.cache_clear()
        yield
        _let_go()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Example data of one's own, and a store of one's own."""
    found = revised.begin(tmp_path / "home", demo_home())
    monkeypatch.setenv("DATA_HOME", str(found))
    monkeypatch.setenv("STORE_URL", f"sqlite:///{tmp_path}/store.sqlite3")
    monkeypatch.setattr(versions, "_opened", {})
    guide_of.cache_clear()
    yield found
    shared_store().close()
    _let_go()


@pytest.fixture
def come_as(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """From now on the visitor is this one."""

    def come(person: Person = LOCAL, tab: str = "", *, sign_in: bool = False) -> None:
        visitor = Visitor(person, tab, sign_in=sign_in, signed_in=sign_in and bool(person.id))
        monkeypatch.setattr(scene, "visitor", lambda: visitor)

    return come


@pytest.fixture
def store(home: Path) -> Store:
    return shared_store()


@pytest.fixture
def mine(store: Store) -> Favourites:
    return Favourites(store, LOCAL)
