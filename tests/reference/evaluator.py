"""A second way to every row of an answer: plain Python from ``docs/answer.md``, row by row.

Of the project only the Question is imported. A new shape adds its rule in `tests.reference.asked`
and a function of (asked, world) to `ROWS`.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import pstdev
from typing import Any

from semantic.question import Question, TypeBasis
from tests.reference import gaps
from tests.reference.asked import (
    LEAST_AREAS,
    OF_MANY,
    RULES,
    TYPE_LISTS,
    Asked,
    Refused,
    areas_asked,
    breaks_in,
    resolve,
    standard_people,
)
from tests.reference.relation import correlation
from tests.reference.slopes import ends_of_line
from tests.reference.spread import SHARES, percentile
from tests.reference.standard import standardised
from tests.reference.world import Cell, Indicator, Slice, World, level_of

Row = dict[str, Any]
LACKS = ("suppressed", "missing", "not_applicable")
"""Why a figure may be lacking, the reason that is told before the others first."""


@dataclass(frozen=True)
class Evaluated:
    rows: list[Row]
    comparison: list[Row] = field(default_factory=list)
    peers: list[Row] = field(default_factory=list)


def evaluate(question: Question, world: World) -> Evaluated:
    """Raises `Refused` where the question cannot be answered."""
    asked = resolve(question, world)
    if question.shape == "definition":
        return Evaluated([])
    return Evaluated(
        ROWS[question.shape](asked, world), _comparison(asked, world), _peers(asked, world)
    )


def is_beyond(question: Question) -> bool:
    """Whether a question is of a kind that has no second way here, but tests of its own."""
    rule = RULES.get(question.shape)
    return (
        rule is None
        or question.division_basis.mode != "as_published"
        or question.comparator == "similar"
        or (question.measure or "") not in ("", *rule.measures.split())
    )


def answerable(question: Question, world: World) -> bool:
    try:
        resolve(question, world)
    except Refused:
        return False
    return True


# one figure


def figure(cell: Cell | None, indicator: Indicator) -> float | None:
    """A ratio is numerator over denominator in its unit; nothing can be divided by nobody."""
    if cell is None:
        return None
    if cell.den is None:
        return cell.value if cell.num is None else cell.num
    if cell.num is None or cell.den == 0:
        return None
    return indicator.scale * cell.num / cell.den


def cell_row(indicator: Indicator, area: str, each: Slice, cell: Cell) -> Row:
    value = figure(cell, indicator)
    nobody = value is None and cell.den == 0
    return {
        "indicator": indicator.id, "area": area, "period": each.year, "sex": each.sex,
        "age": each.age, "numerator": cell.num, "denominator": cell.den, "value": value,
        "status": "not_applicable" if nobody else cell.status, "origin": cell.origin,
        "source": cell.source,
    }  # fmt: skip


def absent_row(asked: Asked, area: str, each: Slice, division: int, world: World) -> Row:
    """The row of a named area that the facts know nothing of."""
    there = (area, division) in world.known
    return {
        "indicator": each.indicator, "area": area, "period": each.year, "sex": each.sex,
        "age": each.age, "numerator": None, "denominator": None, "value": None,
        "status": "missing" if there else "not_applicable", "origin": None, "source": None,
    }  # fmt: skip


def by_value(rows: Iterable[Row], question: Question) -> list[Row]:
    """Largest first, or smallest; without a figure last; those that are equal by area."""
    sign = 1 if question.order == "asc" else -1

    def order(row: Row) -> tuple[Any, ...]:
        value = row["value"]
        rest = (row["area"], row.get("sex"), row.get("age"))
        return (value is None, sign * (value or 0), *rest)

    return sorted(rows, key=order)


def limited(rows: list[Row], question: Question) -> list[Row]:
    limit = question.limit or RULES[question.shape].limit
    return rows[:limit] if limit else rows


# cells, one by one


def groups_told(asked: Asked, world: World) -> list[tuple[str, str]]:
    """The groups (sex, age) of people that the rows are divided into: those that there are cells
    of, with a figure or without, in any of the years."""
    question = asked.question
    if not {"sex", "age"} & set(question.by):
        return [(question.sex, question.age)]
    told = world.groups_told(asked.indicator.id, asked.level, asked.years)
    if "sex" in question.by:
        return sorted((sex, age) for sex, age in told if sex != "total" and age == question.age)
    return sorted((sex, age) for sex, age in told if age != "total" and sex == question.sex)


def picked(asked: Asked, world: World) -> Iterator[Row]:
    """A row for every cell asked about."""
    for year in asked.years:
        for sex, age in groups_told(asked, world):
            each = asked.slice(year, sex, age)
            for area, cell in world.in_division(each, asked.division[year]).items():
                inside = area in asked.codes if asked.codes else area.startswith(asked.inside or "")
                if inside:
                    yield cell_row(asked.indicator, area, each, cell)


def absent(asked: Asked, world: World, rows: Sequence[Row]) -> list[Row]:
    """A row for every named area, year and group that has no cell."""
    there = {(row["area"], row["period"], row["sex"], row["age"]) for row in rows}
    return [
        absent_row(asked, code, asked.slice(year, sex, age), asked.division[year], world)
        for code in asked.codes
        for year in asked.years
        for sex, age in groups_told(asked, world)
        if (code, year, sex, age) not in there
    ]


def moved(asked: Asked, world: World, area: str) -> bool:
    """Whether an area is not the same in all the years asked about."""
    if level_of(area) in ("riket", "lan", "kommun") or not asked.crosses:
        return False
    if level_of(area) == "deso" or area in world.moved:
        return True
    return any((area, division) not in world.known for division in asked.division.values())


def segment(asked: Asked, world: World, area: str, year: int) -> int:
    """The piece of the series: cut at every break and, for what is not the same areas, where the
    division changes."""
    breaks = breaks_in(asked, world, asked.years[0], asked.years[-1])
    cuts = sum(first <= year for first in breaks)
    if asked.by_type or moved(asked, world, area):
        until = [asked.division[each] for each in asked.years if each <= year]
        cuts += sum(one != other for one, other in pairwise(until))
    return cuts


def plain(asked: Asked, world: World) -> list[Row]:
    """`value`, `compare_areas` and `map`."""
    rows = list(picked(asked, world))
    found: list[Row] = []
    for year in asked.years:
        found += by_value([row for row in rows if row["period"] == year], asked.question)
    if asked.question.limit:
        return limited(found, asked.question)
    found = sorted([*found, *absent(asked, world, rows)], key=lambda row: row["period"])
    return with_segments(found, asked, world) if len(asked.years) > 1 else found


def with_segments(rows: list[Row], asked: Asked, world: World) -> list[Row]:
    return [row | {"segment": segment(asked, world, row["area"], row["period"])} for row in rows]


def trend(asked: Asked, world: World) -> list[Row]:
    if asked.by_type:
        return by_types(asked, world)
    rows = list(picked(asked, world))
    return with_segments(in_time([*rows, *absent(asked, world, rows)]), asked, world)


def in_time(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["area"], row["sex"], row["age"], row["period"]))


def rank(asked: Asked, world: World) -> list[Row]:
    """Areas that are equal share the best rank; areas without a figure have none."""
    rows = by_value(
        (row for row in picked(asked, world) if row["value"] is not None), asked.question
    )
    values = [row["value"] for row in rows]
    return [
        row
        | {
            "rank": values.index(row["value"]) + 1,
            "ranked": len(rows),
            "tied": values.count(row["value"]),
        }
        for row in limited(rows, asked.question)
    ]


MEETS: Mapping[str, Callable[[float, float], bool]] = {
    "lt": lambda value, bound: value < bound,
    "le": lambda value, bound: value <= bound,
    "gt": lambda value, bound: value > bound,
    "ge": lambda value, bound: value >= bound,
}


def threshold(asked: Asked, world: World) -> list[Row]:
    bound = asked.question.threshold
    assert bound is not None
    meets = MEETS[bound.op]
    rows = [
        row
        for row in picked(asked, world)
        if row["value"] is not None and meets(row["value"], bound.value)
    ]
    matched = [row | {"matched": len(rows)} for row in by_value(rows, asked.question)]
    return limited(matched, asked.question)


def change(asked: Asked, world: World) -> list[Row]:
    cells = {
        (row["area"], row["sex"], row["age"], row["period"]): row for row in picked(asked, world)
    }
    present = {key[:3] for key in cells}
    rows = by_value((_changed(asked, world, key, cells) for key in present), asked.question)
    if asked.question.limit:
        return limited(rows, asked.question)
    more = [
        _changed(asked, world, (code, *group), cells)
        for code in asked.codes
        for group in groups_told(asked, world)
        if (code, *group) not in present
    ]
    return rows + more


def _changed(
    asked: Asked, world: World, key: tuple[str, ...], cells: Mapping[tuple[Any, ...], Row]
) -> Row:
    area, sex, age = key
    first, last = asked.years
    sides = [cells.get((*key, year)) for year in (first, last)]
    before, after = (side and side["value"] for side in sides)
    gone = moved(asked, world, area)
    value = None
    if before is not None and after is not None and not gone:
        value = after - before
        if asked.question.measure == "percent":
            value = 100 * value / before if before else None
    statuses = [
        _status_of_side(side, area, asked.division[year], world)
        for side, year in zip(sides, (first, last), strict=True)
    ]
    lacking = [status for status in statuses if status in LACKS]
    if gone:
        status = "not_applicable"
    elif value is not None:
        status = with_figure(value, "preliminary" in statuses)
    else:
        status = lacking[0] if lacking else "not_applicable"
    return {
        "indicator": asked.indicator.id, "area": area, "sex": sex, "age": age,
        "from_value": before, "to_value": after, "value": value, "status": status,
        **{
            f"{name}_{part}": side and side[part]
            for name, side in zip(("from", "to"), sides, strict=True)
            for part in ("numerator", "denominator")
        },
        "from_status": sides[0] and statuses[0], "to_status": sides[1] and statuses[1],
        "from_period": first, "period": last,
    }  # fmt: skip


def _status_of_side(side: Row | None, area: str, division: int, world: World) -> str:
    if side is None:
        return "missing" if (area, division) in world.known else "not_applicable"
    return str(side["status"])


def with_figure(value: float, preliminary: object) -> str:
    return "zero" if value == 0 else "preliminary" if preliminary else "value"


def profile(asked: Asked, world: World) -> list[Row]:
    return _profiled(asked, world, asked.codes, named=True)


def _profiled(asked: Asked, world: World, codes: Iterable[str], named: bool = False) -> list[Row]:
    rows = []
    for indicator, year in sorted(asked.profile):
        for code in sorted(codes):
            each = Slice(indicator.id, level_of(code), year, "total", "total")
            cell = world.cells(each).get(code)
            if cell is not None:
                rows.append(cell_row(indicator, code, each, cell))
            elif named:
                rows.append(absent_row(asked, code, each, world.division_of(each), world))
    return rows


# sums over area types


@dataclass(frozen=True)
class Sum:
    """RegSO of one type in one area added up: ``areas`` of them there are, ``valued`` have a
    figure with parts; ``lacks`` why the others have none."""

    numerator: float | None
    denominator: float | None
    areas: int
    valued: int
    preliminary: int
    lacks: frozenset[str]
    source: str | None

    def value(self, indicator: Indicator) -> float | None:
        """A ratio leaves out areas without a figure; a count with one left out has no total."""
        if indicator.kind != "ratio":
            return self.numerator if self.valued == self.areas else None
        if self.numerator is None or not self.denominator:
            return None
        return indicator.scale * self.numerator / self.denominator

    @property
    def why_not(self) -> str:
        """Why there is no figure."""
        if not self.areas:
            return "not_applicable"
        return next((reason for reason in LACKS if reason in self.lacks), "not_applicable")


def summed(asked: Asked, world: World, area: str, each: Slice) -> dict[int, Sum]:
    """The sum of each type inside ``area``."""
    basis = asked.type_year(each.year)
    types = world.types[basis][1]
    cells = world.in_division(each, asked.division[each.year])
    place = () if area == "00" else (area,)
    inside = world.members("regso", world.types[basis][0], place)
    return {
        kind: _sum([cells.get(code) for code in inside if types.get(code) == kind])
        for kind in (1, 2, 3, 4, 5)
    }


def _sum(cells: Sequence[Cell | None]) -> Sum:
    there = [cell for cell in cells if cell is not None]
    valued = [cell for cell in there if cell.num is not None]
    dens = [cell.den for cell in there if cell.den is not None]
    lacks = {"missing" if cell is None or cell.has_figure else cell.status
             for cell in cells if cell is None or cell.num is None}  # fmt: skip
    return Sum(
        math.fsum(cell.num for cell in valued if cell.num is not None) if valued else None,
        math.fsum(dens) if dens else None,
        len(cells),
        len(valued),
        sum(cell.status == "preliminary" for cell in there),
        frozenset(lacks),
        min((cell.source for cell in there), default=None),
    )


def _summed_keys(asked: Asked, world: World) -> Iterator[tuple[str, Slice]]:
    groups = groups_told(asked, world)
    for area in areas_asked(asked, world):
        for year in asked.years:
            for sex, age in groups:
                yield area, asked.slice(year, sex, age)


def by_types(asked: Asked, world: World) -> list[Row]:
    """`compare_types`, `population_share` and `trend` by type."""
    share = asked.question.shape == "population_share"
    rows = []
    for area, each in _summed_keys(asked, world):
        sums = summed(asked, world, area, each)
        known = [one.numerator for one in sums.values() if one.numerator is not None]
        everybody = math.fsum(known) if known else None
        for kind in asked.question.types or (1, 2, 3, 4, 5):
            one = sums[kind]
            row = _shared(one, everybody) if share else _of_one_type(one, asked.indicator)
            rows.append(
                {"indicator": asked.indicator.id, "area": area, "area_type": kind,
                 "period": each.year, "sex": each.sex, "age": each.age, "areas": one.areas,
                 "valued": one.valued, "preliminary": one.preliminary, "source": one.source,
                 "origin": "computed", **row}
            )  # fmt: skip
    if asked.question.standard != "none":
        return [row | _with_ages_of(asked, world, row) for row in rows]
    return with_segments(rows, asked, world) if len(asked.years) > 1 else rows


def _with_ages_of(asked: Asked, world: World, row: Row) -> Row:
    """What the figure of a type is with the ages of the standard population, the ordinary one
    beside it."""
    people = standard_people(asked, world)
    assert people is not None, "else it is refused"
    sums = {
        age: summed(asked, world, row["area"], asked.slice(row["period"], "", age))[
            row["area_type"]
        ]
        for age in people
    }
    beside = {"crude": row["value"], "crude_status": row["status"]}
    lacking = [one.why_not for one in sums.values() if one.value(asked.indicator) is None]
    if lacking:
        status = next(reason for reason in LACKS if reason in lacking)
        return {"value": None, "status": status, **beside}
    cases = {age: (one.numerator or 0, one.denominator or 0) for age, one in sums.items()}
    rate = standardised(cases, people)
    if rate is None:
        return {"value": None, "status": "missing", **beside}
    value = asked.indicator.scale * rate
    preliminary = any(one.preliminary for one in sums.values())
    return {"value": value, "status": with_figure(value, preliminary), **beside}


def _of_one_type(one: Sum, indicator: Indicator) -> Row:
    value = one.value(indicator)
    status = one.why_not if value is None else with_figure(value, one.preliminary)
    return {"numerator": one.numerator, "denominator": one.denominator, "value": value,
            "status": status}  # fmt: skip


def _shared(one: Sum, everybody: float | None) -> Row:
    """People in the type, in percent of everybody; nobody lives in a type that no area has."""
    people = one.numerator
    if not one.areas and everybody:
        people = 0.0
    value = 100 * people / everybody if people is not None and everybody else None
    status = one.why_not if value is None else with_figure(value, one.preliminary)
    return {"numerator": people, "denominator": everybody, "value": value, "status": status}


def slope(asked: Asked, world: World) -> list[Row]:
    rows = []
    for area, each in _summed_keys(asked, world):
        sums = list(summed(asked, world, area, each).values())
        told = [one for one in sums if one.value(asked.indicator) is not None]
        ends = ends_of_line(
            [(one.numerator or 0, one.denominator or 0, asked.indicator.scale) for one in told]
        )
        preliminary = sum(one.preliminary for one in sums)
        reasons = {one.why_not for one in sums if one not in told}
        start, end, value = ends or (None, None, None)
        rows.append({
            "indicator": asked.indicator.id, "area": area, "period": each.year, "sex": each.sex,
            "age": each.age, "value": value, "start_value": start, "end_value": end,
            "types": len(told), "areas": sum(one.areas for one in sums),
            "valued": sum(one.valued for one in sums), "preliminary": preliminary,
            "status": next((reason for reason in LACKS if reason in reasons), "not_applicable")
            if value is None else with_figure(value, preliminary),
            "source": min((one.source for one in sums if one.source), default=None),
            "origin": "computed",
        })  # fmt: skip
    return with_segments(rows, asked, world)


def gap(asked: Asked, world: World) -> list[Row]:
    if asked.question.measure == "slope":
        return slope(asked, world)
    types = asked.question.types
    pair = (types[0], types[-1]) if types else (1, 5)
    rows = []
    for area, each in _summed_keys(asked, world):
        sums = summed(asked, world, area, each)
        first, second = (sums[kind] for kind in pair)
        figures = [one.value(asked.indicator) for one in (first, second)]
        value, status = _between(figures, (first, second), asked.question)
        row: Row = {
            "indicator": asked.indicator.id, "area": area, "period": each.year, "sex": each.sex,
            "age": each.age, "value": value, "status": status, "origin": "computed",
            "source": min((one.source for one in sums.values() if one.source), default=None),
        }  # fmt: skip
        if asked.indicator.kind == "ratio" and asked.question.measure != "persons":
            row["persons"] = None if None in figures else in_persons(first, second)
        for side, kind, one, its in zip(
            ("first", "second"), pair, (first, second), figures, strict=True
        ):
            row |= {
                f"{side}_type": kind, f"{side}_value": its, f"{side}_numerator": one.numerator,
                f"{side}_denominator": one.denominator, f"{side}_areas": one.areas,
                f"{side}_valued": one.valued, f"{side}_preliminary": one.preliminary,
            }  # fmt: skip
        rows.append(row)
    return with_segments(rows, asked, world)


def in_persons(one: Sum, other: Sum) -> float:
    """How many more there are in one type than there would be with the share of the other."""
    return (one.numerator or 0) - (one.denominator or 0) * (other.numerator or 0) / (
        other.denominator or 0
    )


def _between(
    figures: Sequence[float | None], sums: Sequence[Sum], question: Question
) -> tuple[float | None, str]:
    first, second = figures
    if first is None or second is None:
        if not all(one.areas for one in sums):
            return None, "not_applicable"
        reasons = [one.why_not for one, its in zip(sums, figures, strict=True) if its is None]
        return None, next(reason for reason in LACKS if reason in reasons)
    if question.measure == "ratio":
        if second == 0:
            return None, "not_applicable"
        value = first / second
    elif question.measure == "persons":
        value = in_persons(*sums)
    else:
        value = first - second
    return value, with_figure(value, any(one.preliminary for one in sums))


# what a change is made of


def split(asked: Asked, world: World) -> list[Row]:
    rows = []
    made = retyped_parts if asked.question.measure == "retyped" else mix_parts
    first, last = asked.years
    for area in areas_asked(asked, world):
        ends = [summed(asked, world, area, asked.slice(year)) for year in (first, last)]
        common = {
            "indicator": asked.indicator.id, "area": area, "sex": asked.question.sex,
            "age": asked.question.age, "from_period": first, "period": last, "origin": "computed",
        }  # fmt: skip
        rows += [common | row for row in made(asked, world, area, ends)]
    return rows


def _end_columns(asked: Asked, ends: Sequence[Mapping[int, Sum]], kind: int) -> Row:
    row: Row = {"area_type": kind, "source": ends[1][kind].source or ends[0][kind].source}
    for name, side in zip(("from", "to"), ends, strict=True):
        one = side[kind]
        row |= {f"{name}_value": one.value(asked.indicator), f"{name}_numerator": one.numerator,
                f"{name}_denominator": one.denominator, f"{name}_areas": one.areas}  # fmt: skip
    return row


def _why_no_part(asked: Asked, sums: Sequence[Sum]) -> str:
    """Secrecy before gaps in the figures, and those before what does not apply."""
    reasons = [one.why_not for one in sums if one.value(asked.indicator) is None]
    return next((each for each in LACKS if each in reasons), "not_applicable")


def mix_parts(
    asked: Asked, world: World, area: str, ends: Sequence[Mapping[int, Sum]]
) -> list[Row]:
    """A type with areas and no figures at all in one of the years is no part of the whole."""
    del world, area
    kinds = [
        kind
        for kind in gaps.TYPES
        if all(not side[kind].areas or side[kind].denominator is not None for side in ends)
    ]
    sides = [
        {kind: gaps.Part(side[kind].numerator or 0.0, side[kind].denominator or 0.0)
         for kind in kinds}
        for side in ends
    ]  # fmt: skip
    wholes = [gaps.together(side) for side in sides]
    scale = asked.indicator.scale
    parts = gaps.split(*sides, scale) if all(each.den for each in wholes) else {}
    rows = []
    for kind in gaps.TYPES:
        row = _end_columns(asked, ends, kind)
        sums = [side[kind] for side in ends]
        row |= dict.fromkeys(("rate", "mix", "value", "from_share", "to_share"))
        row["status"] = _why_no_part(asked, sums)
        if kind in kinds and all(each.den for each in wholes):
            rate, mix = parts.get(kind, (0.0, 0.0))
            preliminary = any(one.preliminary for one in sums)
            row |= {"rate": rate, "mix": mix, "value": rate + mix,
                    "from_share": 100 * sides[0][kind].den / wholes[0].den,
                    "to_share": 100 * sides[1][kind].den / wholes[1].den,
                    "status": with_figure(rate + mix, preliminary)}  # fmt: skip
        if not any(one.areas for one in sums):
            row |= dict.fromkeys(("rate", "mix", "value")) | {"status": "not_applicable"}
        rows.append(row)
    whole: Row = {"area_type": None, "source": rows[0]["source"]}
    for name, side, part in zip(("from", "to"), ends, wholes, strict=True):
        whole |= {f"{name}_value": gaps.ratio(part, scale) if part.den else None,
                  f"{name}_numerator": part.num, f"{name}_denominator": part.den,
                  f"{name}_areas": sum(one.areas for one in side.values()),
                  f"{name}_share": 100 if kinds else None}  # fmt: skip
    whole |= dict.fromkeys(("rate", "mix", "value")) | {"status": "not_applicable"}
    if all(part.den for part in wholes):
        moved_by = gaps.ratio(wholes[1], scale) - gaps.ratio(wholes[0], scale)
        preliminary = any(row["status"] == "preliminary" for row in rows)
        whole |= {"rate": math.fsum(rate for rate, _ in parts.values()),
                  "mix": math.fsum(mix for _, mix in parts.values()), "value": moved_by,
                  "status": with_figure(moved_by, preliminary)}  # fmt: skip
    return [*rows, whole]


def retyped_parts(
    asked: Asked, world: World, area: str, ends: Sequence[Mapping[int, Sum]]
) -> list[Row]:
    """The change of each type's own figure; the same areas are those of the first year's type."""
    first, last = asked.years
    kept = asked.question.model_copy(update={"type_basis": TypeBasis(mode="fixed", year=first)})
    same = summed(replace(asked, question=kept), world, area, asked.slice(last))
    rows = []
    for kind in gaps.TYPES:
        row = _end_columns(asked, ends, kind)
        sums = [ends[0][kind], ends[1][kind], same[kind]]
        before, after, followed = (one.value(asked.indicator) for one in sums)
        row |= dict.fromkeys(("within", "retyped", "value")) | {"to_same_value": followed}
        row["status"] = _why_no_part(asked, sums)
        if before is not None and after is not None and followed is not None:
            row |= {"within": followed - before, "retyped": after - followed,
                    "value": after - before,
                    "status": with_figure(after - before,
                                          any(one.preliminary for one in sums))}  # fmt: skip
        rows.append(row)
    return rows


# areas by their type


def areas_of_type(asked: Asked, world: World) -> list[Row]:
    (year,) = asked.years
    division, types = world.types[year]
    people = world.in_division(Slice("folkmangd", "regso", year, "total", "total"), division)
    rows = []
    for area in world.members("regso", division, asked.inside):
        kind = types.get(area)
        if kind is None or (asked.question.types and kind not in asked.question.types):
            continue
        cell = people.get(area)
        origin, source = world.type_sources[area, division, year]
        rows.append(
            {"area": area, "area_type": kind, "period": year, "value": cell and cell.num,
             "status": cell.status if cell else "missing", "origin": origin, "source": source}
        )  # fmt: skip
    rows = sorted(by_value(rows, asked.question), key=lambda row: row["area_type"])
    return limited(rows, asked.question)


def type_changes(asked: Asked, world: World) -> list[Row]:
    first, last = asked.years
    division, before = world.types[first]
    _, after = world.types[last]
    rows = []
    for area in world.members("regso", division, asked.inside):
        pair = before.get(area), after.get(area)
        wanted = not asked.question.types or set(pair) & set(asked.question.types)
        if pair[0] is None or pair[1] is None or pair[0] == pair[1] or not wanted:
            continue
        origin, source = world.type_sources[area, division, last]
        rows.append(
            {"area": area, "from_type": pair[0], "to_type": pair[1], "value": pair[1] - pair[0],
             "status": "value", "from_period": first, "period": last, "origin": origin,
             "source": source}
        )  # fmt: skip
    return limited(sorted(rows, key=lambda row: (row["value"], row["area"])), asked.question)


# areas beside each other


def relation(asked: Asked, world: World) -> list[Row]:
    """A row for every area that has both figures; r is that of all of them."""
    sides = []
    for indicator, year in asked.profile:
        one = replace(asked, indicator=indicator)
        rows = picked(replace(one, years=(year,)), world)
        sides.append({row["area"]: row for row in rows if row["value"] is not None})
    xs, ys = sides
    areas = sorted(xs.keys() & ys.keys())
    pairs = [(xs[area]["value"], ys[area]["value"]) for area in areas]
    places = list(zip(_places([x for x, _ in pairs]), _places([y for _, y in pairs]), strict=True))
    r, of_ranks = correlation(pairs), correlation(places)
    found = []
    for area in areas:
        row: Row = {"area": area, "period": asked.years[0], "n": len(areas), "value": r,
                    "spearman": of_ranks, "origin": "computed"}  # fmt: skip
        for name, side in (("x", xs[area]), ("y", ys[area])):
            row |= {f"{name}_{part}": side[part] for part in ("value", "status", "source")}
        preliminary = "preliminary" in (row["x_status"], row["y_status"])
        row["status"] = "not_applicable" if r is None else with_figure(r, preliminary)
        found.append(row)
    return found


def _places(figures: Sequence[float]) -> list[float]:
    """The place of each in order, 1 for the smallest; equal ones share the mean of theirs."""
    ordered = sorted(figures)
    return [(bisect_left(ordered, each) + bisect_right(ordered, each) + 1) / 2 for each in figures]


def similar(asked: Asked, world: World) -> list[Row]:
    return [row for row in _likeness(asked, world) if row["rank"]]


def _likeness(asked: Asked, world: World) -> list[Row]:
    """The area itself and those most like it, the nearest first."""
    (year,), (code,) = asked.years, asked.codes
    known: dict[str, dict[str, Row]] = {}
    for indicator, _ in asked.profile:
        everywhere = replace(asked, indicator=indicator, codes=(), within=())
        for row in picked(everywhere, world):
            if row["value"] is not None and (row["value"] > 0 or indicator.kind != "count"):
                known.setdefault(row["area"], {})[indicator.id] = row
    whole = {area: its for area, its in known.items() if len(its) == len(asked.profile)}
    if code not in whole:
        raise Refused("no_data_for_area")
    measured = {
        area: [
            math.log(its[each.id]["value"]) if each.kind == "count" else its[each.id]["value"]
            for each, _ in asked.profile
        ]
        for area, its in sorted(whole.items())
    }
    sigmas = [pstdev(column) for column in zip(*measured.values(), strict=True)]
    far = {area: _apart(measured[code], its, sigmas) for area, its in measured.items()}
    near = sorted(far, key=lambda area: (area != code, round(far[area], 9), area))
    return [
        {
            "area": area, "period": year, "rank": place or None, "value": far[area],
            "origin": "computed",
            "status": with_figure(
                0 if far[area] < 1e-9 else 1,
                any(row["status"] == "preliminary" for row in whole[area].values()),
            ),
            **{identity: row["value"] for identity, row in whole[area].items()},
        }
        for place, area in enumerate(near[: (asked.question.limit or 10) + 1])
    ]  # fmt: skip


def _apart(one: Sequence[float], other: Sequence[float], sigmas: Sequence[float]) -> float:
    """√(Σ((xᵢ − yᵢ)/σᵢ)² / k); what is the same everywhere tells no areas apart."""
    sizes = [
        (x - y) / sigma if sigma else 0.0 for x, y, sigma in zip(one, other, sigmas, strict=True)
    ]
    return math.sqrt(math.fsum(size**2 for size in sizes) / len(sigmas))


def spread(asked: Asked, world: World) -> list[Row]:
    rows = [_spread_in(place, asked, world) for place in asked.within or ("00",)]
    of_all = _spread_of_all(asked, world)
    for row in rows if of_all else ():
        whole = of_all[0]["value"]
        row["variation"] = row["value"] / whole if row["value"] is not None and whole else None
    return rows


def _spread_of_all(asked: Asked, world: World) -> list[Row]:
    """The same of the whole country, unless it is what is asked of or too little is known of it."""
    row = _spread_in("00", asked, world)
    return [row] if asked.within and row["valued"] >= 0.9 * row["areas"] else []


def _spread_in(place: str, asked: Asked, world: World) -> Row:
    (year,) = asked.years
    each, indicator = asked.slice(year), asked.indicator
    inside = world.members(asked.level, asked.division[year], () if place == "00" else (place,))
    cells = world.in_division(each, asked.division[year])
    rows = [cell_row(indicator, area, each, cells[area]) for area in inside if area in cells]
    valued = sorted(
        (row for row in rows if row["value"] is not None),
        key=lambda row: (row["value"], row["area"]),
    )
    at = each._replace(level=level_of(place))
    own = world.in_division(at, 0).get(place) if world.has(indicator.id, at.level) else None
    whole = cell_row(indicator, place, at, own) if own else {}
    row: Row = {
        "indicator": indicator.id, "area": place, "period": year, "sex": each.sex,
        "age": each.age, "areas": len(inside), "valued": len(valued), "origin": "computed",
        "whole": whole.get("value"), "whole_status": whole.get("status", "missing"),
        "whole_source": whole.get("source"), "value": None,
        "source": min((row["source"] for row in valued), default=None),
    }  # fmt: skip
    if valued:
        row |= {"lowest": valued[0]["value"], "lowest_area": valued[0]["area"]}
        row |= {"highest": valued[-1]["value"], "highest_area": valued[-1]["area"]}
    if len(valued) >= LEAST_AREAS:
        figures = [row["value"] for row in valued]
        row |= {name: percentile(figures, percent) for name, percent in SHARES.items()}
        row["value"] = row["p95"] - row["p5"]
    statuses = {row["status"] for row in rows}
    row["status"] = (
        with_figure(row["value"], "preliminary" in statuses) if row["value"] is not None
        else "not_applicable" if len(inside) < LEAST_AREAS
        else "suppressed" if "suppressed" in statuses else "missing"
    )  # fmt: skip
    return row


# what an answer is seen beside


def compared_with(asked: Asked) -> list[str]:
    """Riket unless asked otherwise; an area is not compared with itself."""
    wanted = asked.question.comparator
    takes = "comparator" in RULES[asked.question.shape].takes
    if not takes or wanted == "none" or asked.by_type or asked.scope == "riket":
        return []
    level = "riket" if wanted == "auto" else wanted
    around = {
        "riket": lambda _: "00",
        "lan": lambda code: code[:2],
        "kommun": lambda code: code[:4],
    }
    return sorted({around[level](code) for code in asked.codes} - set(asked.codes))


def _comparison(asked: Asked, world: World) -> list[Row]:
    others = compared_with(asked)
    if asked.question.shape == "spread":
        return _spread_of_all(asked, world)
    if asked.question.shape == "similar":
        return _likeness(asked, world)[:1]
    if asked.question.shape in OF_MANY:
        return _profiled(asked, world, others)
    if not others or not world.has(asked.indicator.id, level_of(others[0])):
        return []
    level = level_of(others[0])
    wide = replace(asked, level=level, codes=tuple(others), division=dict.fromkeys(asked.years, 0))
    rows = in_time(list(picked(wide, world)))
    if asked.question.shape == "trend":
        return with_segments(rows, asked, world)
    return rows


def _peers(asked: Asked, world: World) -> list[Row]:
    """Every area of the level, for a single undivided figure and for a spread."""
    question = asked.question
    alone = question.shape == "value" and asked.level != "riket" and not question.by
    if not alone and question.shape != "spread":
        return []
    return by_value(picked(replace(asked, codes=(), within=()), world), Question(shape="map"))


ROWS: Mapping[str, Callable[[Asked, World], list[Row]]] = {
    "value": plain,
    "compare_areas": plain,
    "map": plain,
    "trend": trend,
    "rank": rank,
    "threshold": threshold,
    "change": change,
    "profile": profile,
    "compare_types": by_types,
    "population_share": by_types,
    "gap": gap,
    "split": split,
    "areas_of_type": areas_of_type,
    "type_changes": type_changes,
    "relation": relation,
    "spread": spread,
    "similar": similar,
    "segregation": profile,
}
"""The rows of each shape, in order."""

__all__ = ["ROWS", "TYPE_LISTS", "Evaluated", "Refused", "answerable", "evaluate", "is_beyond"]
