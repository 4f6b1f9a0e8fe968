"""Claims about area types: which side of a gap is larger, where most people live, who moved."""

from __future__ import annotations

from collections import Counter

from assistant.claims.areas import trend, value
from assistant.claims.facts import (
    FEW,
    Claims,
    Facts,
    Row,
    directions,
    ends,
    grouped,
    missing,
    shown,
    summed_up,
    way_from,
)

SHARE_DECIMALS = 1


def compare_types(facts: Facts) -> Claims:
    return trend(facts) if len(facts.answer.years) > 1 else value(facts)


def gap(facts: Facts) -> Claims:
    """Which side is larger now, whether the gap grew, and between whom of several it is largest."""
    now = facts.newest
    sides, ways = {}, {}
    for name, rows in facts.series.items():
        sides[name] = _side(rows[-1], facts)
        newest = [row for row in rows if row.get("segment") == rows[-1].get("segment")]
        if len(newest) > 1:
            places = 0 if facts.question.asked_measure == "persons" else facts.decimals
            ways[name] = _gap_way(newest[0], newest[-1], places)
    made = {"side": summed_up(sides), "direction": summed_up(ways)} | missing(
        facts, now or facts.rows
    )
    decimals = {"ratio": 2, "persons": 0}.get(facts.question.asked_measure)
    sizes = [(name, abs(size)) for name, size in facts.placed(now, decimals)]
    return made | ends(sizes)


def split(facts: Facts) -> Claims:
    """Which way the whole went, or each type, and which part of the change is the larger."""
    names = ("rate", "mix") if facts.question.asked_measure == "mix" else ("within", "retyped")
    told = [row for row in facts.valued if names[0] == "within" or row["area_type"] is None]
    ways = {
        facts.name(row): way_from(row["from_value"], row["to_value"], facts.decimals)
        for row in told
    }
    larger = {facts.name(row): max(names, key=lambda name: abs(row[name])) for row in told}
    return {"direction": summed_up(ways), "largest": larger or None} | missing(facts, facts.rows)


def _side(row: Row, facts: Facts) -> str:
    """A slope that rises is higher at its second end."""
    ends = (row.get("first_value"), row.get("second_value"))
    if facts.question.asked_measure == "slope":
        ends = (0, row["value"])
    first, second = (shown(each, facts.decimals) for each in ends)
    return "same" if first == second else "first" if first > second else "second"


def _gap_way(first: Row, last: Row, decimals: int) -> str:
    if (first["value"] < 0) != (last["value"] < 0):
        return "sides"
    return way_from(abs(first["value"]), abs(last["value"]), decimals)


def population_share(facts: Facts) -> Claims:
    """The type most people live in, and how the share of each type went."""
    now = [row for row in facts.newest if row["areas"]]
    made = {"direction": directions(facts, SHARE_DECIMALS)} | missing(facts, facts.newest)
    areas = {str(row["area"]) for row in now}
    if len(areas) > FEW:
        kind = min(row["area_type"] for row in now)
        of_kind = [row for row in now if row["area_type"] == kind]
        return made | ends(facts.placed(of_kind, SHARE_DECIMALS))
    largest = {}
    for area in sorted(areas):
        placed = facts.placed((row for row in now if row["area"] == area), SHARE_DECIMALS)
        largest[area] = grouped(placed)[0] if placed else []
    return made | {"largest": largest or None}


def areas_of_type(facts: Facts) -> Claims:
    found: dict[str, list[str]] = {}
    for row in facts.rows:
        found.setdefault(str(row["area_type"]), []).append(row["area"])
    return {"members": {kind: sorted(areas) for kind, areas in sorted(found.items())}}


def type_changes(facts: Facts) -> Claims:
    """Who moved to a higher type number and who to a lower, and whether all moved one way."""
    up = sorted(row["area"] for row in facts.rows if row["value"] > 0)
    down = sorted(row["area"] for row in facts.rows if row["value"] < 0)
    ways = [way for way, areas in (("up", up), ("down", down)) if areas]
    why = Counter(row["reason"] for row in facts.rows if row.get("reason"))
    return {
        "members": {"up": up, "down": down},
        "direction": ways or None,
        "reasons": dict(sorted(why.items())) or None,
    }
