"""What is loaded before the first visitor, so that nobody waits for it."""

import importlib

HEAVY = ("pandas", "pyarrow", "duckdb", "sqlglot", "pydantic", "streamlit.elements.vega_charts")


def load_libraries() -> None:
    """Import the libraries that the first answer would otherwise wait for."""
    for name in HEAVY:
        importlib.import_module(name)
