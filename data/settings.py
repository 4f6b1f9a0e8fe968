"""Where published versions live: the environment variable DATA_HOME, or ``var/data``."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings

ROOT = Path(__file__).parents[1]


class Settings(BaseSettings):
    """Settings of the data room, read from the environment each time."""

    data_home: Path = ROOT / "var" / "data"


def data_home() -> Path:
    """The folder of published versions; it need not exist."""
    return Settings().data_home.expanduser().absolute()
