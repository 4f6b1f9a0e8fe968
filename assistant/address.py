"""The question as readable address parameters, and back.

`read(write(question)) == question` for every question, and the parameters stay under 1,800
characters. Only what differs from the default is written. What comes back from an address is
hostile: an unknown parameter or an impossible value is a `QuestionError` that names it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from semantic.errors import QuestionError, nearest, suggest
from semantic.question import Question, read_question

MAX_LENGTH = 1_800
NOT_OURS = frozenset({"lang", "embed", "embed_options"})


@dataclass(frozen=True)
class Parameter:
    """One part of a question: its short name, where it lies in the JSON, and both directions."""

    name: str
    path: tuple[str, ...]
    write: Callable[[Any], str]
    read: Callable[[str], Any]


def _words(text: str) -> list[str]:
    return [word for word in text.split(",") if word]


def _numbers(text: str) -> list[Any]:
    return [_number(word) for word in _words(text)]


def _number(text: str) -> Any:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def _decimal(text: str) -> Any:
    try:
        return float(text) if len(text) < 40 else text
    except ValueError:
        return text


def _write_periods(periods: Mapping[str, Any]) -> str:
    mode = periods["mode"]
    if mode == "top":
        return f"top.{periods['n']}"
    if mode == "range":
        return f"{periods['from']}-{periods['to']}"
    return ",".join(str(year) for year in periods["years"])


def _read_periods(text: str) -> Any:
    if text == "latest":
        return {"mode": "latest"}
    if text.startswith("top."):
        return {"mode": "top", "n": _number(text.removeprefix("top."))}
    if "-" in text:
        first, _, last = text.partition("-")
        return {"mode": "range", "from": _number(first), "to": _number(last)}
    return {"mode": "list", "years": _numbers(text)}


def _write_basis(basis: Mapping[str, Any]) -> str:
    return str(basis["year"])


def _read_basis(text: str) -> Any:
    if text == "each_year":
        return {"mode": "each_year"}
    return {"mode": "fixed", "year": _number(text)}


def _write_threshold(threshold: Mapping[str, Any]) -> str:
    return f"{threshold['op']}.{threshold['value']!r}"


def _read_threshold(text: str) -> Any:
    operator, _, bound = text.partition(".")
    return {"op": operator, "value": _decimal(bound)}


def _join(values: list[Any]) -> str:
    return ",".join(str(value) for value in values)


PARAMETERS: tuple[Parameter, ...] = (
    Parameter("v", ("v",), str, _number),
    Parameter("s", ("shape",), str, str),
    Parameter("i", ("indicators",), _join, _words),
    Parameter("k", ("concept",), str, str),
    Parameter("l", ("areas", "level"), str, str),
    Parameter("a", ("areas", "codes"), _join, _words),
    Parameter("w", ("areas", "within"), _join, _words),
    Parameter("t", ("types",), _join, _numbers),
    Parameter("b", ("by",), _join, _words),
    Parameter("sx", ("sex",), str, str),
    Parameter("ag", ("age",), str, str),
    Parameter("p", ("periods",), _write_periods, _read_periods),
    Parameter("tb", ("type_basis",), _write_basis, _read_basis),
    Parameter("c", ("comparator",), str, str),
    Parameter("m", ("measure",), str, str),
    Parameter("th", ("threshold",), _write_threshold, _read_threshold),
    Parameter("o", ("order",), str, str),
    Parameter("n", ("limit",), str, _number),
    Parameter("vy", ("view",), str, str),
)
_BY_NAME = {parameter.name: parameter for parameter in PARAMETERS}


def write(question: Question) -> dict[str, str]:
    """Address parameters of ``question``, in a fixed order."""
    body = question.canonical()
    if body["v"] == 1:
        del body["v"]
    found = ((parameter, _at(body, parameter.path)) for parameter in PARAMETERS)
    return {
        parameter.name: parameter.write(value) for parameter, value in found if value is not None
    }


def query_string(question: Question) -> str:
    """The part of the address after ``?``; commas and plus signs stay readable."""
    return urlencode(write(question), safe=",.")


def read(params: Mapping[str, str]) -> Question | None:
    """The question in ``params``; None when they hold no question at all."""
    ours = {name: value for name, value in params.items() if name not in NOT_OURS}
    if not ours:
        return None
    length = sum(len(name) + len(value) + 2 for name, value in ours.items())
    if length > 2 * MAX_LENGTH:
        raise QuestionError("too_long", {"length": length, "most": MAX_LENGTH})
    document: dict[str, Any] = {}
    for name, text in ours.items():
        if name not in _BY_NAME:
            near = nearest(name, _BY_NAME) or ["s"]
            raise QuestionError("unknown_key", {"key": name[:40]}, suggest("key", near))
        _put(document, _BY_NAME[name].path, _BY_NAME[name].read(text))
    return read_question(document)


def _at(body: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    value: Any = body
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _put(document: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for name in path[:-1]:
        document = document.setdefault(name, {})
    document[path[-1]] = value
