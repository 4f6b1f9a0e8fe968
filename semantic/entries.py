"""Entries of the catalogue's YAML files, each with the line on which it starts.

Every error names file, line and the nearest valid name, so that an analyst can mend it herself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from semantic.errors import ModelError, nearest

SECTIONS = ("indicators", "concepts", "breaks")


class _LineLoader(yaml.SafeLoader):
    """Remembers the line on which each mapping starts."""


def _mapping_with_line(loader: _LineLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    mapping = loader.construct_mapping(node, deep=True)
    mapping["__line__"] = node.start_mark.line + 1
    return mapping


_LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_with_line)


def entries(path: Path, text: str, section: str) -> list[tuple[int, dict[str, Any]]]:
    try:
        document = yaml.load(text, Loader=_LineLoader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ModelError(f"{path.name}:{line}: not YAML: {error.problem}") from error
    if not isinstance(document, dict):
        raise ModelError(f"{path.name}:1: expected one of the sections {', '.join(SECTIONS)}")
    for key in document.keys() - {"__line__", *SECTIONS}:
        hint = nearest(key, SECTIONS, 1)
        raise ModelError(f"{path.name}:1: unknown section {key!r}{hint_of(hint)}")
    return [(raw.get("__line__", 1), raw) for raw in document.get(section) or []]


def checked(model: type[BaseModel], raw: dict[str, Any], path: Path, line: int) -> Any:
    try:
        return model.model_validate(_without_lines(raw))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "entry"
        hint: list[Any] = []
        if first["type"] == "extra_forbidden":
            names = [field.alias or name for name, field in model.model_fields.items()]
            hint = nearest(first["loc"][-1], names, 1)
        elif first["type"] == "literal_error":
            expected = first["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
            hint = nearest(first["input"], expected.split(", "), 1)
        place = f"{path.name}:{line}: {raw.get('id', '(no id)')}"
        raise ModelError(f"{place}: {where}: {first['msg']}{hint_of(hint)}") from error


def _without_lines(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_lines(item) for key, item in value.items() if key != "__line__"}
    if isinstance(value, list):
        return [_without_lines(item) for item in value]
    return value


def hint_of(candidates: list[Any]) -> str:
    return f" (did you mean {candidates[0]!r}?)" if candidates else ""
