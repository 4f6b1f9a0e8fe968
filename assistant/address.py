"""The question as readable address parameters, and back.

`read(write(question)) == question` for every question, and the parameters stay under 1,800
characters. Only what differs from the default is written. What comes back from an address is
hostile: an unknown parameter or an impossible value is a `QuestionError` that names it.

Two more parameters lead to one figure of a result and are no part of the question: ``dv`` is a
data version, ``c8`` a cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl, urlencode

from assistant.differences import pinned
from semantic.errors import QuestionError, bad_value, nearest, suggest
from semantic.question import Question, read_question
from semantic.upgrades import brief

MAX_LENGTH = 1_800
MAX_QUERY = 20_000
NOT_OURS = frozenset({"lang", "embed", "embed_options", "r", "page", "dv", "c8"})
"""Parameters that are no part of a question: of the framework, of pages and kept results, and of
single figures."""
VERSION_ID = re.compile(r"(demo|import)-[0-9a-f]{10}")
CELL_ID = re.compile(r"[a-z2-7]{8}")

LONG_RUN = 5
_EARLIEST, _LATEST = 1900, 2100
_RUN = re.compile(r"([0-9]{4})\.\.([0-9]{4})")


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
    return _write_years(periods["years"])


def _write_years(years: Sequence[int]) -> str:
    """``2020,2023``; many in a row as ``2005..2024``, so that the address stays short."""
    starts = [0, *(n for n, (one, other) in enumerate(pairwise(years), 1) if other > one + 1)]
    runs = [years[first:end] for first, end in pairwise([*starts, len(years)])]
    return ",".join(
        f"{run[0]}..{run[-1]}" if len(run) >= LONG_RUN else _join(list(run)) for run in runs
    )


def _read_years(text: str) -> list[Any]:
    return [year for word in _words(text) for year in _years_of(word)]


def _years_of(word: str) -> Sequence[Any]:
    run = _RUN.fullmatch(word)
    if run and _EARLIEST <= int(run[1]) <= int(run[2]) <= _LATEST:
        return range(int(run[1]), int(run[2]) + 1)
    return [_number(word)]


def _read_periods(text: str) -> Any:
    if text == "latest":
        return {"mode": "latest"}
    if text.startswith("top."):
        return {"mode": "top", "n": _number(text.removeprefix("top."))}
    if "-" in text:
        first, _, last = text.partition("-")
        return {"mode": "range", "from": _number(first), "to": _number(last)}
    return {"mode": "list", "years": _read_years(text)}


def _write_basis(basis: Mapping[str, Any]) -> str:
    return str(basis["year"])


def _read_basis(text: str) -> Any:
    if text == "each_year":
        return {"mode": "each_year"}
    return {"mode": "fixed", "year": _number(text)}


def _write_division(basis: Mapping[str, Any]) -> str:
    return str(basis["mode"])


def _read_division(text: str) -> Any:
    return {"mode": text}


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
    Parameter("db", ("division_basis",), _write_division, _read_division),
    Parameter("c", ("comparator",), str, str),
    Parameter("st", ("standard",), str, str),
    Parameter("y", ("pooled",), str, _number),
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


def version_address(
    base: str,
    question: Question,
    periods: Sequence[int],
    version_id: str,
    cell_id: str | None = None,
) -> str:
    """Where an answer, or one figure of it, is to be found again: the question about those years,
    the data version that answered it, and the cell."""
    params = write(pinned(question, periods)) | {"dv": version_id}
    if cell_id is not None:
        params["c8"] = cell_id
    return f"{base.partition('?')[0]}?{urlencode(params, safe=',.')}"


@dataclass(frozen=True)
class Extras:
    """What an address says beside its question."""

    version: str | None = None
    cell: str | None = None


def read_extras(params: Mapping[str, str]) -> Extras:
    """The data version and the cell in ``params``; raise `QuestionError` for what can be none."""
    return Extras(_extra("dv", VERSION_ID, params), _extra("c8", CELL_ID, params))


def _extra(name: str, pattern: re.Pattern[str], params: Mapping[str, str]) -> str | None:
    given = params.get(name)
    if given is not None and not pattern.fullmatch(given):
        raise bad_value(name, brief(given), "not well-formed")
    return given


def read_query(query: str | bytes) -> Question | None:
    """The question in what follows ``?`` in an address, whoever wrote it there."""
    text = query.decode("latin-1") if isinstance(query, bytes) else query
    if len(text) > MAX_QUERY:
        raise QuestionError("too_long", {"length": len(text), "most": MAX_QUERY})
    params: dict[str, str] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        if name in params and name not in NOT_OURS:
            raise bad_value(brief(name)[:40], brief(value), "there twice")
        params[name] = value
    read_extras(params)
    return read(params)


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
            raise QuestionError("unknown_key", {"key": brief(name)[:40]}, suggest("key", near))
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
