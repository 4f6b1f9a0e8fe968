"""Where what people keep is stored: the environment variable STORE_URL, or a file in DATA_HOME."""

from __future__ import annotations

from pydantic_settings import BaseSettings

from data.versions import data_home


class Settings(BaseSettings):
    """Read from the environment each time. ``store_url`` is a database address as SQLAlchemy
    writes it: ``sqlite:////srv/store.sqlite3`` or ``postgresql+psycopg://user@host/name``."""

    store_url: str = ""


def store_url() -> str:
    """The address of the store; the embedded default lies beside the published versions."""
    return Settings().store_url or f"sqlite:///{data_home() / 'kept' / 'store.sqlite3'}"
