"""How far area types are from each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from semantic.question import Question
from tests.reference import tenths
from tests.reference.asked import Asked
from tests.reference.rows import of_one_age
from tests.reference.rows.figures import LACKS, Row, with_figure, with_segments
from tests.reference.rows.sums import Sum, added, first_source, summed, summed_keys
from tests.reference.slopes import ends_of_line
from tests.reference.world import World


def gap(asked: Asked, world: World) -> list[Row]:
    if asked.question.measure == "slope":
        return slope(asked, world)
    if asked.question.measure == "tenths":
        return with_segments(list(_of_tenths(asked, world)), asked, world)
    types = asked.question.types
    pair = (types[0], types[-1]) if types else (1, 5)
    rows = []
    for area, each in summed_keys(asked, world):
        sums = summed(asked, world, area, each)
        first, second = (sums[kind] for kind in pair)
        figures = [one.value(asked.indicator) for one in (first, second)]
        value, status = _between(figures, (first, second), asked.question)
        row: Row = {
            "indicator": asked.indicator.id, "area": area, "period": each.year, "sex": each.sex,
            "age": each.age, "value": value, "status": status, "origin": "computed",
            "source": first_source(sums.values()),
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
        if asked.question.standard != "none":
            row |= of_one_age.of_gap(asked, world, row)
            del row["persons"]
        rows.append(row)
    return with_segments(rows, asked, world)


def _of_tenths(asked: Asked, world: World) -> Iterator[Row]:
    for area, each in summed_keys(asked, world):
        division = asked.division[each.year]
        cells = world.in_division(each, division)
        areas, indexed, ends = tenths.in_place(asked, area, each.year, division, world)
        first, second = sides = [
            added([cells.get(code) for code in end]) for end in ends or ((), ())
        ]
        figures = [one.value(asked.indicator) for one in sides]
        value, status = _between(figures, sides, asked.question)
        ordered = [code for end in ends or () for code in end]
        row: Row = {
            "indicator": asked.indicator.id, "area": area, "period": each.year, "sex": each.sex,
            "age": each.age, "value": value, "origin": "computed", "areas": areas,
            "status": "missing" if ends is None and areas >= 20 else status, "indexed": indexed,
            "source": first_source(sides),
            "index_source": tenths.index_source(asked, ordered, each.year, world),
            "persons": None if None in figures else in_persons(first, second),
        }  # fmt: skip
        for name, one, its in zip(("first", "second"), sides, figures, strict=True):
            row |= {
                f"{name}_value": its, f"{name}_numerator": one.numerator,
                f"{name}_denominator": one.denominator, f"{name}_areas": one.areas,
                f"{name}_valued": one.valued, f"{name}_preliminary": one.preliminary,
            }  # fmt: skip
        yield row


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


def slope(asked: Asked, world: World) -> list[Row]:
    rows = []
    for area, each in summed_keys(asked, world):
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
            "source": first_source(sums),
            "origin": "computed",
        })  # fmt: skip
    return with_segments(rows, asked, world)
