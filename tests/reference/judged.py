"""The verdict on every row that compares two figures, from ``docs/answer.md``.

Of the project only the Question is imported. A shape that compares adds to `_pairs` what it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log, sqrt
from typing import Any

from semantic.question import Areas, DivisionBasis, Periods, Question
from tests.reference import slopes
from tests.reference.asked import Asked, Refused
from tests.reference.compared import around
from tests.reference.pooling import mean_of_a_year, picked
from tests.reference.resolve import resolve
from tests.reference.rows.by_type import by_types
from tests.reference.rows.cells import change, trend
from tests.reference.rows.figures import Row
from tests.reference.rows.gap import gap
from tests.reference.rows.sums import summed
from tests.reference.rules import OF_MANY
from tests.reference.verdict import Found, Grounds, among, bounds, moving, word, word_of, z
from tests.reference.world import Indicator, World

MOST_SERIES = 150
"""Of more areas than this the earlier years are no ground."""
Side = tuple[Any, Any]
Series = tuple[str, str, str, tuple[int, ...]]
"""Area, sex and age, and the two area types that it is the difference between where it is one."""
Years = Mapping[int, tuple[int, float]]
"""The piece and the figure of every year of a series."""


@dataclass(frozen=True)
class Pair:
    """Two figures of a year by numerator and denominator, and the row that compares them; None
    where no row does. The years of ``of`` are its ground, and the peers those of its first group.

    ``line`` are the types that a slope is laid through, instead of two figures.
    """

    row: int | None
    year: int
    of: tuple[Series, ...]
    first: Side = (None, None)
    second: Side = (None, None)
    hidden: bool = False
    among: int = 1
    line: tuple[slopes.Point, ...] = ()


def with_verdicts(
    rows: list[Row], comparison: list[Row], asked: Asked, world: World
) -> tuple[list[Row], Found | None]:
    """The rows with their verdicts, and the verdict on the highest of them against the lowest."""
    if asked.question.standard != "none":
        return rows, None
    if asked.question.shape in OF_MANY:
        return _by_chance(rows, comparison, asked), None
    if asked.question.threshold is not None:
        return [row | _told(_beside_limit(row, asked)) for row in rows], None
    pairs = [*_pairs(rows, comparison, asked, world)]
    pairs += _ends(rows, asked)
    made, apart = list(rows), None
    for pair, found in zip(pairs, _judged(pairs, asked, world), strict=True):
        if pair.row is None:
            apart = found
            continue
        made[pair.row] = made[pair.row] | _told(found)
        if asked.question.measure == "ratio" and found.low is not None:
            made[pair.row] |= _bounds_of_ratio(pair, asked.indicator)
    return made, apart


def _told(found: Found) -> Row:
    return {"verdict": found.word, "verdict_reason": found.reason,
            "difference_low": found.low, "difference_high": found.high}  # fmt: skip


def _bounds_of_ratio(pair: Pair, indicator: Indicator) -> Row:
    """Of two shares, on the logarithmic scale (Katz et al. 1978)."""
    if indicator.scale != 100:
        return {}
    (x, n), (y, m) = pair.first, pair.second
    middle, half = log(x * m / (n * y)), z(0.05) * sqrt(1 / x - 1 / n + 1 / y - 1 / m)
    return {"ratio_low": exp(middle - half), "ratio_high": exp(middle + half)}


# what is compared


def _side(row: Row, asked: Asked, name: str = "") -> Side:
    return mean_of_a_year(row, asked.question, name)


def _series(row: Row, *types: int) -> Series:
    return row["area"], row["sex"], row["age"], types


def _pairs(
    rows: Sequence[Row], comparison: Sequence[Row], asked: Asked, world: World
) -> Iterable[Pair]:
    shape = asked.question.shape
    if asked.question.measure == "slope":
        return _from_end_to_end(rows, asked, world)
    if shape in ("value", "compare_areas") or (shape == "trend" and not asked.by_type):
        return _with_others(rows, comparison, asked)
    if shape in ("compare_types", "trend"):
        return _with_first_type(rows, asked)
    sides = {"gap": ("first_", "second_"), "change": ("to_", "from_")}.get(shape)
    return _within_rows(rows, asked, *sides) if sides else ()


def _with_others(rows: Sequence[Row], comparison: Sequence[Row], asked: Asked) -> Iterator[Pair]:
    """With the area compared with, in every year."""
    if asked.question.comparator == "none":
        return
    others = {(row["indicator"], row["period"], *_series(row)): row for row in comparison}
    for place, row in enumerate(rows):
        series = _series(row)
        near = (around(asked, row["area"]), *series[1:])
        other = others.get((row["indicator"], row["period"], *near))
        if other is None or row["value"] is None:
            continue
        hidden = other["status"] == "suppressed"
        if hidden or other.get("value") is not None:
            yield Pair(
                place,
                row["period"],
                (series,),
                _side(row, asked),
                _side(other, asked),
                hidden,
            )


def _with_first_type(rows: Sequence[Row], asked: Asked) -> Iterator[Pair]:
    """With the first type that has a figure in the area that year."""
    first: dict[tuple[object, ...], Row] = {}
    for place, row in enumerate(rows):
        if row["value"] is not None:
            other = first.setdefault((row["period"], *_series(row)), row)
            if other is not row:
                series = _series(row, row["area_type"], other["area_type"])
                yield Pair(
                    place,
                    row["period"],
                    (series,),
                    _side(row, asked),
                    _side(other, asked),
                )


def _within_rows(rows: Sequence[Row], asked: Asked, one: str, other: str) -> Iterator[Pair]:
    for place, row in enumerate(rows):
        if row["value"] is not None:
            yield Pair(
                place,
                row["period"],
                (_series(row),),
                _side(row, asked, one),
                _side(row, asked, other),
            )


def _from_end_to_end(rows: Sequence[Row], asked: Asked, world: World) -> Iterator[Pair]:
    """One end of the line through all area types with the other."""
    for place, row in enumerate(rows):
        if row["value"] is not None:
            each = asked.slice(row["period"], row["sex"], row["age"])
            points = tuple(
                (one.numerator or 0, one.denominator or 0, asked.indicator.scale)
                for one in summed(asked, world, row["area"], each).values()
                if one.value(asked.indicator) is not None
            )
            yield Pair(place, row["period"], (_series(row),), line=points)


def _ends(rows: Sequence[Row], asked: Asked) -> Iterator[Pair]:
    """The highest and the lowest of one year, picked out of all pairs there are."""
    there = [row for row in rows if row.get("value") is not None]
    shown = asked.question.shape in ("value", "compare_areas") and len(asked.years) == 1
    if shown and len(there) > 1:
        low = min(there, key=lambda row: row["value"])
        high = max(there, key=lambda row: row["value"])
        count = len(there) * (len(there) - 1) // 2
        of = (_series(high), _series(low))
        yield Pair(
            None,
            asked.years[0],
            of,
            _side(high, asked),
            _side(low, asked),
            among=count,
        )


# what is said of it


def _by_chance(rows: Sequence[Row], comparison: Sequence[Row], asked: Asked) -> list[Row]:
    """Of many indicators each by itself; of counts and beside what is suppressed nothing."""
    known = {indicator.id: indicator for indicator, _ in asked.profile}
    made = list(rows)
    profile = Asked(asked.question, asked.indicator, asked.level, asked.scope, (), (), False)
    for pair in _with_others(rows, comparison, profile):
        assert pair.row is not None
        indicator = known[rows[pair.row]["indicator"]]
        if indicator.kind != "count" and not pair.hidden:
            made[pair.row] = made[pair.row] | _told(_one(pair, indicator, Grounds()))
    return made


def _beside_limit(row: Row, asked: Asked) -> Found:
    """A figure beside a number that is known, by chance alone."""
    limit, indicator = asked.question.threshold, asked.indicator
    assert limit is not None
    parts = _side(row, asked)
    if indicator.kind == "count":
        return Found("unknown", "counts")
    if indicator.kind != "ratio" or None in parts:
        return Found("unknown", "no_parts")

    def bounds_of(error: float) -> tuple[float, float]:
        low, high = bounds(parts, indicator.scale, error)
        return low - limit.value, high - limit.value

    return word_of(row["value"] - limit.value, parts[0], bounds_of, Grounds())


def _one(pair: Pair, indicator: Indicator, grounds: Grounds) -> Found:
    if pair.line:
        return slopes.word(pair.line, grounds)
    without = (*pair.first, *pair.second) if indicator.kind == "ratio" else (pair.first[0],)
    if indicator.kind not in ("count", "ratio") or None in without:
        return Found("unknown", "no_parts")
    return word(pair.first, pair.second, indicator.scale, grounds, pair.among)


def _judged(pairs: Sequence[Pair], asked: Asked, world: World) -> list[Found]:
    """The years of areas are a ground where they are few whose difference is beyond the others."""
    indicator = asked.indicator
    if indicator.kind == "count" and asked.question.shape != "change":
        return [Found("unknown", "counts") for _ in pairs]
    groups = {(pair.year, *pair.of[0][1:3]) for pair in pairs}
    peers = {group: _peers(*group, asked, world) for group in groups}
    grounds = [peers[pair.year, *pair.of[0][1:3]] for pair in pairs]
    found = [_one(pair, indicator, its) for pair, its in zip(pairs, grounds, strict=True)]
    open_ = [
        place for place, each in enumerate(found)
        if each.word == "large" or each.reason == "chance_only"
    ]  # fmt: skip
    areas = {area for place in open_ for area, *_ in pairs[place].of}
    series = _own_years(sorted(areas), asked, world) if 0 < len(areas) <= MOST_SERIES else {}
    for place in open_:
        pair = pairs[place]
        own = [_until(pair.year, series.get(each, {})) for each in pair.of]
        found[place] = _one(pair, indicator, moving(grounds[place], *own))
    hidden = Found("unknown", "suppressed")
    judged = indicator.kind in ("count", "ratio")
    return [
        hidden if pair.hidden and judged else each for pair, each in zip(pairs, found, strict=True)
    ]


def _peers(year: int, sex: str, age: str, asked: Asked, world: World) -> Grounds:
    """What is usual among all areas of the level that figures are read of, for the same group."""
    if asked.level == "riket":
        return Grounds()
    if asked.question.shape == "change":
        every = asked.question.model_copy(
            update={"measure": None, "order": None, "limit": None,
                    "division_basis": DivisionBasis(), "areas": Areas(level=asked.level)}
        )  # fmt: skip
        rows = change(_again(every, asked), world)
        changes = [row["value"] for row in rows if (row["sex"], row["age"]) == (sex, age)]
        return among([each for each in changes if each is not None], centred=True)
    question = asked.question.model_copy(update={"division_basis": DivisionBasis()})
    everywhere = replace(asked, question=question, codes=(), within=(), years=(year,))
    rows = [row for row in picked(everywhere, world) if (row["sex"], row["age"]) == (sex, age)]
    return among([row["value"] for row in rows if row["value"] is not None])


def _again(question: Question, asked: Asked) -> Asked:
    """The same question of all areas."""
    return Asked(question, asked.indicator, asked.level, asked.level, (), (), False, asked.years,
                 asked.division)  # fmt: skip


def _own_years(areas: Sequence[str], asked: Asked, world: World) -> Mapping[Series, Years]:
    """The figures of the areas up to the newest year asked for; of area types, the differences."""
    question = asked.question
    shape = "trend"
    if asked.by_type:
        shape = "gap" if question.shape == "gap" else "compare_types"
    earlier = question.model_copy(
        update={
            "shape": shape,
            "areas": Areas(level=asked.scope, codes=tuple(areas)),
            "periods": Periods(mode="range", first=1900, last=asked.years[-1]),
            "by": tuple(each for each in question.by if each in ("sex", "age")),
            "measure": question.measure if question.measure in ("slope", "tenths") else None,
            "order": None, "limit": None, "pooled": 1, "division_basis": DivisionBasis(),
            "comparator": "none" if shape == "trend" else "auto",
        }
    )  # fmt: skip
    try:
        made = resolve(earlier, world)
    except Refused:
        return {}
    if len(made.years) < 2:
        return {}
    rows = {"trend": trend, "gap": gap, "compare_types": by_types}[shape](made, world)
    found: dict[Series, dict[int, tuple[int, float]]] = {}
    for row in rows:
        if row["value"] is not None:
            types = (row["area_type"],) if shape == "compare_types" else ()
            found.setdefault(_series(row, *types), {})[row["period"]] = row["segment"], row["value"]
    return _differences(found) if shape == "compare_types" else found


def _differences(of_types: Mapping[Series, Years]) -> Mapping[Series, Years]:
    found: dict[Series, dict[int, tuple[int, float]]] = {}
    for (area, sex, age, (kind,)), years in of_types.items():
        for other in range(1, kind):
            beside = of_types.get((area, sex, age, (other,)), {})
            found[area, sex, age, (kind, other)] = {
                year: (piece, value - beside[year][1])
                for year, (piece, value) in years.items()
                if year in beside
            }
    return found


def _until(last: int, years: Years) -> dict[int, float]:
    """The figures up to a year, since the last break before it."""
    if last not in years:
        return {}
    return {
        year: value
        for year, (piece, value) in years.items()
        if year <= last and piece == years[last][0]
    }
