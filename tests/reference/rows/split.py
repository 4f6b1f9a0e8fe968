"""What a change is made of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from semantic.question import TypeBasis
from tests.reference import gaps
from tests.reference.asked import Asked, areas_asked
from tests.reference.rows.figures import LACKS, Row, with_figure
from tests.reference.rows.sums import Sum, first_source, summed
from tests.reference.world import World


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
    row: Row = {"area_type": kind}
    for name, side in zip(("from", "to"), ends, strict=True):
        one = side[kind]
        row |= {f"{name}_value": one.value(asked.indicator), f"{name}_numerator": one.numerator,
                f"{name}_denominator": one.denominator, f"{name}_areas": one.areas,
                f"{name}_source": one.source}  # fmt: skip
    return row


def of_change(value: float, preliminary: object) -> str:
    """What is smaller than the last bits of the figures is no change."""
    return with_figure(0 if abs(value) < 1e-9 else value, preliminary)


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
                    "status": of_change(rate + mix, preliminary)}  # fmt: skip
        if not any(one.areas for one in sums):
            row |= dict.fromkeys(("rate", "mix", "value")) | {"status": "not_applicable"}
        rows.append(row)
    whole: Row = {"area_type": None}
    for name, side, part in zip(("from", "to"), ends, wholes, strict=True):
        whole |= {f"{name}_value": gaps.ratio(part, scale) if part.den else None,
                  f"{name}_numerator": part.num, f"{name}_denominator": part.den,
                  f"{name}_areas": sum(one.areas for one in side.values()),
                  f"{name}_share": 100 if kinds else None,
                  f"{name}_source": first_source(side.values())}  # fmt: skip
    whole |= dict.fromkeys(("rate", "mix", "value")) | {"status": "not_applicable"}
    if all(part.den for part in wholes):
        moved_by = gaps.ratio(wholes[1], scale) - gaps.ratio(wholes[0], scale)
        preliminary = any(row["status"] == "preliminary" for row in rows)
        whole |= {"rate": math.fsum(rate for rate, _ in parts.values()),
                  "mix": math.fsum(mix for _, mix in parts.values()), "value": moved_by,
                  "status": of_change(moved_by, preliminary)}  # fmt: skip
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
                    "status": of_change(after - before,
                                          any(one.preliminary for one in sums))}  # fmt: skip
        rows.append(row)
    return rows
