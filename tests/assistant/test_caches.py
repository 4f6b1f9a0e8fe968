"""Nothing of one person's can reach another through a cache: where caches are is known."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
CACHES = {"lru_cache", "cache", "cache_data", "cache_resource"}
OPEN_FIGURES_AND_WORDS = {
    "assistant/citation.py": {"told"},
    "assistant/conversation.py": {"guide_of"},
    "assistant/kept/upsert.py": {"_statement"},
    "assistant/language.py": {"_speech"},
    "assistant/numbers.py": {"numbers_for"},
    "assistant/versions.py": {"_home"},
    "assistant/screen/cards.py": {"_answer", "_card", "_snapshot", "_next", "examples_of"},
}
"""Functions whose results are shared by all visitors: of open figures or of words, keyed by data
version, question and language. ``_statement`` holds SQL without values; ``told`` remembers within
one call only."""


def cached_functions(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                name = called.attr if isinstance(called, ast.Attribute) else ast.unparse(called)
                if name in CACHES:
                    found.add(node.name)
    return found


def test_only_open_figures_and_words_are_shared_between_visitors() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): cached
        for path in sorted((ROOT / "assistant").rglob("*.py"))
        if (cached := cached_functions(path))
    }
    assert found == OPEN_FIGURES_AND_WORDS


def test_what_is_kept_never_reaches_a_shared_card() -> None:
    """The module of shared cards knows nothing of people or of what they keep."""
    text = (ROOT / "assistant" / "screen" / "cards.py").read_text(encoding="utf-8")
    assert "assistant.kept" not in text
    assert "assistant.screen.visitor" not in text
