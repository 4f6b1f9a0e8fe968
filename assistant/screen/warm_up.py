"""What is done before the first visitor is let in, so that nobody waits for it."""

import importlib

from assistant.versions import opened

HEAVY = ("pandas", "pyarrow", "sqlglot", "pydantic", "streamlit.elements.vega_charts")


def warm_up() -> None:
    """Import what the first answer needs, and open the current version with its search."""
    for name in HEAVY:
        importlib.import_module(name)
    assert opened().search is not None
