"""The question: frozen, canonical, hashable.

Two questions that mean the same have the same canonical JSON and so the same hash: codes never
labels, lists sorted, what equals the default of the shape left out. A version's defaults never
change; a new default is a new version.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NoReturn, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from semantic.errors import QuestionError, bad_value, nearest, suggest
from semantic.model import LEVELS, RIKET, Level
from semantic.shapes import SHAPES, Grouping, Measure, Shape, ShapeRule
from semantic.upgrades import brief, upgraded

__all__ = [
    "SHAPES",
    "Areas",
    "DivisionBasis",
    "Grouping",
    "Periods",
    "Question",
    "Shape",
    "ShapeRule",
    "Threshold",
    "TypeBasis",
    "ancestor",
    "level_of",
    "read_question",
]

MAX_JSON = 20_000
MAX_CODES = 150
MAX_LIMIT = 10_000
MAX_BOUND = 10**12

Operator = Literal["lt", "le", "gt", "ge"]
Comparator = Literal["auto", "none", "riket", "lan", "kommun", "similar"]
Standard = Literal["none", "esp2013", "sweden"]
"""The population whose ages the figures are worked out for; none is each area's own."""
Pooled = Literal[1, 3, 5]
"""How many years the figure of a year is made of: itself and those before it."""

AREA_CODE = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{4}R[0-9]{3}|[0-9]{4}[ABC][0-9]{4}")
RIKET_LEVEL: Level = "riket"
_LEVEL_OF_LENGTH: Mapping[int, Level] = {2: "lan", 4: "kommun", 8: "regso", 9: "deso"}


Word = Annotated[str, StringConstraints(max_length=80)]
"""Checking its length also refuses half a character, which can be neither hashed nor linked."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)


class Areas(_Part):
    """Which areas. ``codes`` names them; ``within`` asks for all areas of ``level`` inside."""

    level: Level | None = None
    within: tuple[Word, ...] = ()
    codes: tuple[Word, ...] = ()

    @field_validator("within", "codes", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value

    @field_validator("within", "codes")
    @classmethod
    def _canonical(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(set(codes)))

    @model_validator(mode="after")
    def _one_way_to_say_it(self) -> Areas:
        """The level goes without saying where codes tell it, riket's code where the level does,
        and an area inside another one that is there too."""
        settle = object.__setattr__
        levels = {level_of(code) if AREA_CODE.fullmatch(code) else None for code in self.codes}
        if self.level is None and len(levels) == 1:
            settle(self, "level", levels.pop())
        if self.level == RIKET_LEVEL and self.codes == (RIKET,):
            settle(self, "codes", ())
        if self.level is not None and self.level != RIKET_LEVEL and RIKET in self.within:
            settle(self, "within", ())
        settle(self, "within", _outermost(self.within))
        return self


def _outermost(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Of sorted codes those that do not begin with another, which would stand just before."""
    outer: list[str] = []
    for code in codes:
        if not outer or not code.startswith(outer[-1]):
            outer.append(code)
    return tuple(outer)


def _inside_of_named(areas: Areas) -> Areas:
    """The small areas inside the places that are named; RegSO unless others are asked for."""
    if areas.level == RIKET_LEVEL:
        return Areas(level="regso")
    if areas.codes and not areas.within and areas.level in ("lan", "kommun"):
        return Areas(level="regso", within=areas.codes)
    if areas.level is None:
        return Areas(level="regso", within=areas.within, codes=areas.codes)
    return areas


class Periods(_Part):
    """A named mode, so that a saved question knows whether it means "always the latest year"."""

    mode: Literal["latest", "top", "range", "list"] = "latest"
    n: int | None = Field(None, ge=1, le=60)
    first: int | None = Field(None, alias="from", ge=1900, le=2100)
    last: int | None = Field(None, alias="to", ge=1900, le=2100)
    years: tuple[int, ...] = ()

    @field_validator("years", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value

    @field_validator("years")
    @classmethod
    def _canonical(cls, years: tuple[int, ...]) -> tuple[int, ...]:
        if any(not 1900 <= year <= 2100 for year in years):
            raise ValueError("a year lies between 1900 and 2100")
        return tuple(sorted(set(years)))

    @model_validator(mode="after")
    def _parts_fit_the_mode(self) -> Periods:
        given = {
            name
            for name, value in (("n", self.n), ("from", self.first), ("to", self.last))
            if value is not None
        } | ({"years"} if self.years else set())
        needed = {"latest": set(), "top": {"n"}, "range": {"from", "to"}, "list": {"years"}}
        if given != needed[self.mode]:
            parts = ", ".join(sorted(needed[self.mode])) or "nothing else"
            raise ValueError(f"mode {self.mode} takes {parts}")
        if self.mode == "range" and (self.first or 0) > (self.last or 0):
            raise ValueError("'from' comes before 'to'")
        return self


class TypeBasis(_Part):
    """Each year's own area type, or every year by the type of one fixed year."""

    mode: Literal["each_year", "fixed"] = "each_year"
    year: int | None = Field(None, ge=1900, le=2100)

    @model_validator(mode="after")
    def _year_when_fixed(self) -> TypeBasis:
        if (self.mode == "fixed") != (self.year is not None):
            raise ValueError("a fixed basis names its year, and only a fixed one does")
        return self


class DivisionBasis(_Part):
    """Each year on the division it is published on, or *one* division throughout: the newest, with
    the areas whose borders did not move, and of the others only its own years."""

    mode: Literal["as_published", "one"] = "as_published"


class Threshold(_Part):
    """Areas whose figure is ``op`` ``value``, in the indicator's unit."""

    op: Operator
    value: float = Field(allow_inf_nan=False, ge=-MAX_BOUND, le=MAX_BOUND)

    @field_validator("value", mode="before")
    @classmethod
    def _number(cls, value: object) -> object:
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= MAX_BOUND:
            return float(value)
        return value

    @field_validator("value")
    @classmethod
    def _one_zero(cls, value: float) -> float:
        return value + 0.0


class Question(_Part):
    """Everything a person asked, and nothing else."""

    v: Literal[1] = 1
    shape: Shape
    indicators: tuple[Word, ...] = ()
    concept: Word | None = None
    areas: Areas = Areas()
    types: tuple[int, ...] = ()
    by: tuple[Grouping, ...] = ()
    sex: Literal["total", "women", "men"] = "total"
    age: str = Field("total", pattern=r"^(total|\d{1,3}-\d{1,3}|\d{1,3}\+)$")
    periods: Periods = Periods()
    type_basis: TypeBasis = TypeBasis()
    division_basis: DivisionBasis = DivisionBasis()
    comparator: Comparator = "auto"
    standard: Standard = "none"
    pooled: Pooled = 1
    measure: Measure | None = None
    threshold: Threshold | None = None
    order: Literal["asc", "desc"] | None = None
    limit: int | None = Field(None, ge=1, le=MAX_LIMIT)
    view: Literal["auto", "table", "chart", "map"] = "auto"

    @field_validator("indicators", "types", "by", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value

    @field_validator("indicators")
    @classmethod
    def _canonical_indicators(cls, ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(set(ids)))

    @field_validator("types")
    @classmethod
    def _canonical_types(cls, types: tuple[int, ...]) -> tuple[int, ...]:
        if any(number not in range(1, 6) for number in types):
            raise ValueError("an area type is 1, 2, 3, 4 or 5")
        return tuple(sorted(set(types)))

    @model_validator(mode="after")
    def _drop_defaults_of_the_shape(self) -> Question:
        """What merely repeats the shape's own default is not part of the question."""
        rule = SHAPES[self.shape]
        settle = object.__setattr__
        if set(self.by) <= set(rule.by):
            settle(self, "by", ())
        else:
            settle(self, "by", tuple(sorted(set(self.by) - set(rule.by))))
        if self.shape == "gap" and self.types == (1, 5):
            settle(self, "types", ())
        if self.limit == rule.default_limit:
            settle(self, "limit", None)
        if self.order == "desc":
            settle(self, "order", None)
        if self.measure == rule.measures[0]:
            settle(self, "measure", None)
        if self.comparator == "none" and "comparator" not in rule.takes:
            settle(self, "comparator", "auto")
        if self.shape == "spread":
            settle(self, "areas", _inside_of_named(self.areas))
        if self.areas == Areas() and self.shape != "definition" and not rule.needs_level:
            settle(self, "areas", Areas(level=RIKET_LEVEL))
        return self

    @property
    def rule(self) -> ShapeRule:
        return SHAPES[self.shape]

    @property
    def indicator(self) -> str:
        """The one indicator of a question that has exactly one (population by default)."""
        return self.indicators[0] if self.indicators else "folkmangd"

    @property
    def pair(self) -> tuple[int, int]:
        """The two area types a gap lies between."""
        return (self.types[0], self.types[-1]) if self.types else (1, 5)

    @property
    def row_limit(self) -> int | None:
        return self.limit if self.limit is not None else self.rule.default_limit

    def made_of(self, years: tuple[int, ...]) -> tuple[int, ...]:
        """The years whose figures are read: those asked about, or the ones that are put together
        into the figure of the one year asked about."""
        if self.pooled == 1 or not years:
            return years
        return tuple(range(years[-1] - self.pooled + 1, years[-1] + 1))

    @property
    def ascending(self) -> bool:
        return self.order == "asc"

    @property
    def asked_measure(self) -> str:
        return self.measure or self.rule.measures[0]

    def canonical(self) -> dict[str, Any]:
        """The question as plain JSON values, defaults left out, ``v`` always there."""
        body = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return {"v": self.v, **body}

    def canonical_json(self) -> str:
        return json.dumps(
            self.canonical(), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )

    @property
    def hash(self) -> str:
        digest = hashlib.sha256(self.canonical_json().encode()).digest()
        return base64.b32encode(digest).decode().lower()[:10]


def level_of(code: str) -> Level:
    """The level a well-formed area code belongs to."""
    return "riket" if code == RIKET else _LEVEL_OF_LENGTH[len(code)]


def ancestor(code: str, level: Level) -> str:
    """The code of the area of ``level`` that ``code`` lies in."""
    return {"riket": RIKET, "lan": code[:2], "kommun": code[:4]}.get(level, code)


def read_question(raw: str | bytes | Mapping[str, Any]) -> Question:
    """Parse foreign input; raise `QuestionError` that names the key and the nearest valid one."""
    document = upgraded(raw if isinstance(raw, Mapping) else _parse(raw))
    shape = document.get("shape")
    if "shape" not in document:
        raise QuestionError("missing_key", {"key": "shape"}, suggest("shape", list(SHAPES)[:5]))
    if not isinstance(shape, str) or shape not in SHAPES:
        near = nearest(brief(shape), SHAPES) or list(SHAPES)[:3]
        raise QuestionError("unknown_shape", {"given": brief(shape)}, suggest("shape", near))
    try:
        return Question.model_validate(document)
    except ValidationError as error:
        raise _refusal(error) from error


def _parse(raw: str | bytes) -> Mapping[str, Any]:
    if len(raw) > MAX_JSON:
        raise QuestionError("too_long", {"length": len(raw), "most": MAX_JSON})
    try:
        document = json.loads(raw, object_pairs_hook=_each_key_once, parse_constant=_not_a_number)
    except (ValueError, RecursionError) as error:
        raise QuestionError("not_json", {"reason": str(error)[:120]}) from error
    if not isinstance(document, dict):
        raise QuestionError("not_json", {"reason": "expected an object"})
    return document


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is there twice")
    return found


def _not_a_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number")


def _refusal(error: ValidationError) -> QuestionError:
    first = error.errors()[0]
    path = [brief(part) for part in first["loc"]]
    key = ".".join(path)
    if first["type"] == "extra_forbidden":
        near = nearest(path[-1], _keys_at(path[:-1]))
        return QuestionError("unknown_key", {"key": key[:80]}, suggest("key", near))
    if first["type"] == "missing":
        return QuestionError("missing_key", {"key": key})
    allowed = _allowed(path)
    given = brief(first["input"])
    valid = suggest("value", nearest(given, allowed) or allowed[:5])
    return bad_value(key, given, first["msg"], valid)


def _keys_at(path: list[str]) -> list[str]:
    model: type[BaseModel] = Question
    for name in path:
        inner = model.model_fields[name].annotation
        model = next(
            (kind for kind in (inner, *get_args(inner)) if _is_model(kind)),
            model,
        )
    return [field.alias or name for name, field in model.model_fields.items()]


def _is_model(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _allowed(path: list[str]) -> list[Any]:
    """The closed list of values at ``path``, or an empty list where there is none."""
    known: Mapping[str, tuple[Any, ...]] = {
        "areas.level": LEVELS,
        "periods.mode": ("latest", "top", "range", "list"),
        "type_basis.mode": ("each_year", "fixed"),
        "division_basis.mode": ("as_published", "one"),
        "threshold.op": get_args(Operator),
        "types": (1, 2, 3, 4, 5),
        "by": get_args(Grouping),
        "sex": ("total", "women", "men"),
        "comparator": get_args(Comparator),
        "standard": get_args(Standard),
        "pooled": get_args(Pooled),
        "measure": get_args(Measure),
        "order": ("asc", "desc"),
        "view": ("auto", "table", "chart", "map"),
    }
    return list(known.get(".".join(part for part in path if not part.isdigit()), ()))
