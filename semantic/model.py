"""The semantic model: indicators, themes, concepts and breaks, read from YAML.

Every error names file, line and the nearest valid name, so that an analyst can mend it herself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from semantic.entries import checked, entries, hint_of
from semantic.errors import ModelError, nearest

CATALOGUE = Path(__file__).parent / "catalogue"

LEVELS = ("riket", "lan", "kommun", "regso", "deso")
SEXES = ("total", "women", "men")
AREA_TYPES = (1, 2, 3, 4, 5)
RIKET = "00"
TOGETHER = "similar"
"""What stands for the code of an area where several similar areas are told as one."""
INDEX = "socioekonomiskt_index"
COMPONENTS = (
    "lag_ekonomisk_standard_andel",
    "forgymnasial_andel",
    "bistand_langtidsarbetslos_andel",
)
"""The three shares that the index is the mean of."""

Level = Literal["riket", "lan", "kommun", "regso", "deso"]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
Kind = Literal["count", "ratio", "mean", "median", "index"]
Unit = Literal[
    "persons",
    "dwellings",
    "households",
    "percent",
    "per_1000",
    "tkr",
    "index",
    "zero_to_one",
    "days",
]
Polarity = Literal["high_is_good", "low_is_good", "none"]
Theme = Literal[
    "population",
    "work",
    "education",
    "income",
    "housing",
    "health",
    "democracy",
    "segregation",
]
Counted = Literal["persons", "dwellings", "households", "cases"]
Unevenness = Literal["dissimilarity", "isolation", "exposure", "entropy", "correlation"]

SCALES: Mapping[str, float] = {"percent": 100.0, "per_1000": 1000.0}
REST = "rest"
FULL: Mapping[str, float] = {"index": 100.0, "zero_to_one": 1.0}
"""The highest value of a segregation measure, by its unit."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(_Model):
    """One text in both languages; Swedish is the original."""

    sv: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
    en: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.sv


BreakKind = Literal["definition", "method", "division", "revision", "noise", "preliminary"]


class Break(_Model):
    """From ``year`` on, figures are not comparable with those before: no line, change or rank
    across it.

    A *revision* cuts nothing: the years ``year`` to ``last`` have been published anew, so that the
    figures of today are one series and those of older publications are not. A *division* cuts only
    where the years' divisions of areas differ, a *preliminary* one where the newest figures are
    preliminary (it needs no year of its own), and one with a ``source`` only where the figures
    come from there.
    """

    model_config = ConfigDict(populate_by_name=True)

    year: int = Field(1900, alias="from", ge=1900, le=2100)
    last: int | None = Field(None, alias="to", ge=1900, le=2100)
    kind: BreakKind
    text: Text
    source: Identifier | None = None

    @model_validator(mode="after")
    def _years_fit_the_kind(self) -> Break:
        if "year" not in self.model_fields_set and self.kind != "preliminary":
            raise ValueError("a break says from which year it is; only a preliminary one need not")
        if (self.last is not None) != (self.kind == "revision"):
            raise ValueError("a revision has a last year, and only a revision")
        if self.last is not None and self.last < self.year:
            raise ValueError("'from' comes before 'to'")
        return self

    @property
    def cuts(self) -> bool:
        return self.kind != "revision"


class BreakEntry(Break):
    """A break as it is written in the catalogue: of which indicators, none named meaning all."""

    id: Identifier
    indicators: tuple[Identifier, ...]

    @field_validator("indicators", mode="before")
    @classmethod
    def _named_or_all(cls, value: object) -> object:
        if value in ([], None):
            raise ValueError("name the indicators, or write all")
        return () if value == "all" else value


class Segregation(_Model):
    """How unevenly ``group`` and ``against`` live over the small areas of a place. Both are ratios
    of the same people; ``against`` may be everybody in them who is not in the group.

    ``reading`` says the figure in plain words, as a percentage in the place of ``{value}``.
    """

    measure: Unevenness
    group: Identifier
    against: Identifier
    over: Literal["regso", "deso"]
    reading: Text

    @model_validator(mode="after")
    def _reading_has_the_figure(self) -> Segregation:
        if any(text.count("{value}") != 1 for text in (self.reading.sv, self.reading.en)):
            raise ValueError("the reading has {value} once in each language")
        return self

    @property
    def unit(self) -> str:
        return "index" if self.measure == "dissimilarity" else "zero_to_one"

    @property
    def bases(self) -> tuple[str, ...]:
        """The indicators whose parts are the two groups."""
        return (self.group,) if self.against == REST else (self.group, self.against)

    @property
    def falls_with_smaller_areas(self) -> bool:
        """All measures but exposure rise, or stay, when areas are divided."""
        return self.measure == "exposure"


class Indicator(_Model):
    """A named figure. A ratio is ``scale * sum(numerator) / sum(denominator)``; means, medians and
    indices are never added up or averaged. ``counts`` is what is counted in a ratio's numerator,
    ``components`` are what an index is worked out from. Its ``breaks`` stand in a section of their
    own."""

    id: Identifier
    label: Text
    short: Text | None = None
    theme: Theme
    kind: Kind
    unit: Unit
    decimals: Annotated[int, Field(ge=0, le=3)]
    polarity: Polarity = "none"
    definition: Text
    numerator: Text | None = None
    denominator: Text | None = None
    counts: Counted = "persons"
    population: Text
    source: Text
    breakdowns: tuple[Literal["sex", "age"], ...] = ()
    breaks: tuple[Break, ...] = ()
    synonyms: tuple[str, ...] = ()
    caution: Text | None = None
    components: tuple[Identifier, ...] = ()
    segregation: Segregation | None = None

    @model_validator(mode="after")
    def _ratio_names_its_parts(self) -> Indicator:
        if self.kind == "ratio" and not (self.numerator and self.denominator):
            raise ValueError("a ratio names its numerator and its denominator")
        if self.kind == "ratio" and self.unit not in SCALES:
            raise ValueError(f"a ratio is given in one of {', '.join(SCALES)}")
        return self

    @model_validator(mode="after")
    def _segregation_is_an_index(self) -> Indicator:
        if (of := self.segregation) and (self.kind, self.unit) != ("index", of.unit):
            raise ValueError(f"{of.measure} is an index in the unit {of.unit}")
        if self.unit == "zero_to_one" and not self.segregation:
            raise ValueError("only a segregation measure is given from 0 to 1")
        return self

    @property
    def additive(self) -> bool:
        """Whether figures of several areas may be added up (a ratio: part by part)."""
        return self.kind in ("count", "ratio")

    @property
    def scale(self) -> float:
        return SCALES.get(self.unit, 1.0)

    @property
    def is_share(self) -> bool:
        return self.unit == "percent"

    @property
    def made_of(self) -> tuple[str, ...]:
        """The indicators whose figures this one is worked out from."""
        return self.components or (self.segregation.bases if self.segregation else ())


class Concept(_Model):
    """A word of the field that is explained, not measured."""

    id: Identifier
    label: Text
    explanation: Text
    not_the_same_as: Text | None = None
    synonyms: tuple[str, ...] = ()
    source: Text


@dataclass(frozen=True)
class Catalogue:
    """All indicators and concepts, by id, in the order of the files."""

    indicators: Mapping[str, Indicator]
    concepts: Mapping[str, Concept]
    digest: str

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.indicators.values())

    @cached_property
    def themes(self) -> tuple[str, ...]:
        """The themes that have indicators, in the order of the menus."""
        found = {indicator.theme for indicator in self}
        return tuple(theme for theme in get_args(Theme) if theme in found)

    def over_other_areas(self, indicator: Indicator) -> tuple[Indicator, ...]:
        """The same segregation measure of the same groups, over small areas of another size."""
        of = indicator.segregation
        return tuple(
            each
            for each in self
            if of is not None
            and each.segregation is not None
            and (each.segregation.measure, each.segregation.bases) == (of.measure, of.bases)
            and each.segregation.over != of.over
        )


def load_catalogue(folder: Path = CATALOGUE) -> Catalogue:
    """Read every ``*.yaml`` in ``folder``; raise `ModelError` at the first thing that is wrong."""
    indicators: dict[str, Indicator] = {}
    concepts: dict[str, Concept] = {}
    breaks: dict[str, BreakEntry] = {}
    sections = (
        ("indicators", Indicator, indicators),
        ("concepts", Concept, concepts),
        ("breaks", BreakEntry, breaks),
    )
    places: dict[str, str] = {}
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        digest.update(text.encode())
        for section, model, target in sections:
            for line, raw in entries(path, text, section):
                entry = checked(model, raw, path, line)
                _add(target, entry, path, line)
                places[entry.id] = f"{path.name}:{line}: {entry.id}"
                if "breaks" in raw:
                    raise ModelError(f"{places[entry.id]}: breaks stand in the section 'breaks'")
    _put_breaks(breaks.values(), indicators, places)
    for identity, indicator in indicators.items():
        for name in indicator.components:
            if name not in indicators:
                near = hint_of(nearest(name, indicators, 1))
                raise ModelError(f"{places[identity]}: components: {name!r} is no indicator{near}")
        if indicator.segregation is not None:
            bases = _bases(indicator.segregation, indicators, places[identity])
            indicators[identity] = _with_breaks_of(bases, indicator)
    return Catalogue(indicators, concepts, digest.hexdigest()[:12])


def _put_breaks(
    breaks: Iterable[BreakEntry], indicators: dict[str, Indicator], places: Mapping[str, str]
) -> None:
    """Give every indicator the breaks that name it, or that name all."""
    for each in breaks:
        for name in each.indicators or indicators:
            if name not in indicators:
                near = hint_of(nearest(name, indicators, 1))
                raise ModelError(f"{places[each.id]}: indicators: {name!r} is no indicator{near}")
            indicators[name] = _with_breaks(indicators[name], [each])


def _bases(
    of: Segregation, indicators: Mapping[str, Indicator], place: str
) -> tuple[Indicator, ...]:
    """The ratios that a segregation measure is worked out from; both are of the same people."""
    ratios = {each.id: each for each in indicators.values() if each.kind == "ratio"}
    for key, name in zip(("group", "against"), of.bases, strict=False):
        if name not in ratios:
            what = "is not a ratio" if name in indicators else "is no indicator"
            near = nearest(name, [*ratios, *([REST] if key == "against" else [])], 1)
            raise ModelError(f"{place}: segregation.{key}: {name!r} {what}{hint_of(near)}")
    found = tuple(ratios[name] for name in of.bases)
    if len({each.denominator for each in found}) > 1 or len(set(of.bases)) < len(of.bases):
        raise ModelError(f"{place}: segregation: the two groups are parts of the same people")
    return found


def _with_breaks_of(bases: Iterable[Indicator], indicator: Indicator) -> Indicator:
    """What breaks the figures of the groups breaks a measure of them."""
    return _with_breaks(indicator, [each for base in bases for each in base.breaks])


def _with_breaks(indicator: Indicator, more: Iterable[Break]) -> Indicator:
    found = sorted([*indicator.breaks, *more], key=lambda each: each.year)
    breaks = {(each.year, each.text.sv): each for each in found}
    return indicator.model_copy(update={"breaks": tuple(breaks.values())})


def _add(target: dict[str, Any], entry: Any, path: Path, line: int) -> None:
    if entry.id in target:
        raise ModelError(f"{path.name}:{line}: {entry.id} is defined twice")
    target[entry.id] = entry
