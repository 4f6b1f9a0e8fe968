"""The rooms import one way only, and nothing imports in a circle; lazy imports count too."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("semantic", "data", "assistant")
MAY_IMPORT = {
    "semantic": set(),
    "data": {"semantic"},
    "assistant": {"semantic", "data"},
}
ONLY_VERSIONS = {"data.versions", "data.geography"}


def modules() -> dict[str, Path]:
    found = {}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(name: str, path: Path) -> set[str]:
    """Full names of what a module imports anywhere in its text, `from x import y` as x.y and x."""
    found: set[str] = set()
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return found


MODULES = modules()
IMPORTS = {name: imports(name, path) for name, path in MODULES.items()}


def test_every_room_is_seen():
    assert {name.split(".")[0] for name in MODULES} == set(ROOMS)
    assert len(MODULES) > 20


@pytest.mark.parametrize("name", sorted(MODULES))
def test_arrows_point_one_way(name):
    room = name.split(".")[0]
    others = {each.split(".")[0] for each in IMPORTS[name]} & set(ROOMS) - {room}
    assert others <= MAY_IMPORT[room]


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("assistant")])
def test_the_assistant_only_lists_and_opens_versions(name):
    reached = {each for each in IMPORTS[name] if each in MODULES and each.startswith("data.")}
    assert reached <= ONLY_VERSIONS


@pytest.mark.parametrize("name", sorted(MODULES))
def test_only_the_screen_knows_streamlit(name):
    uses = any(each.split(".")[0] == "streamlit" for each in IMPORTS[name])
    assert not uses or name.startswith("assistant.screen")


def test_no_circles():
    edges = {name: (IMPORTS[name] & MODULES.keys()) - {name} for name in MODULES}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail[trail.index(name) :], name))
        if name not in done:
            for other in edges[name]:
                # a package's __init__ is loaded with its modules; only a real import is an arrow
                if not name.startswith(other + "."):
                    visit(other, (*trail, name))
            done.add(name)

    for name in MODULES:
        visit(name, ())
