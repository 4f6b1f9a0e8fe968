"""Claims about areas: who is highest, which way each went, on which side of another they are."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.claims.facts import (
    FEW,
    FEWEST_PEERS,
    Claims,
    Facts,
    Row,
    beside,
    comparison,
    directions,
    ends,
    grouped,
    has_figure,
    missing,
    order_of_few,
    shown,
    summed_up,
    way_from,
)
from assistant.numbers import exact
from semantic.relation import strength

FIRST = 3


def value(facts: Facts) -> Claims:
    rows = [row for row in facts.rows if row["period"] == facts.answer.years[-1]]
    made = ends(facts.placed(rows)) | comparison(facts, rows) | missing(facts, rows)
    return made | {"place": _place(facts, rows)}


def _place(facts: Facts, rows: Sequence[Row]) -> str | None:
    """Whether a lone figure is the highest or the lowest of all areas of its level."""
    peers = [
        shown(each, facts.decimals)
        for each in facts.answer.peers.get("value", [])
        if exact(each) is not None
    ]
    if len(rows) != 1 or not has_figure(rows[0]) or len(peers) < FEWEST_PEERS:
        return None
    mine = shown(rows[0]["value"], facts.decimals)
    above, below = any(each > mine for each in peers), any(each < mine for each in peers)
    if above and below:
        return "between"
    return "lowest" if above else "highest" if below else "same"


def trend(facts: Facts) -> Claims:
    """Where the series are now, and how each went since the first year it can be compared with."""
    if not facts.valued:
        return missing(facts, facts.rows)
    now = facts.newest
    return (
        {"direction": directions(facts, facts.decimals)}
        | ends(facts.placed(now))
        | comparison(facts, now)
        | missing(facts, now)
    )


def compare_areas(facts: Facts) -> Claims:
    if len(facts.answer.years) > 1:
        return trend(facts)
    limit = facts.question.row_limit
    if limit is not None and len(facts.rows) >= limit and facts.valued:
        return rank(facts)
    return value(facts)


def rank(facts: Facts) -> Claims:
    """Who is first, and who follows: all of a short list, and of a long one those that are told."""
    placed, ascending = facts.placed(facts.rows), facts.question.ascending
    if not placed:
        return {}
    groups = grouped(placed, ascending=ascending)
    told = groups if len(placed) <= FEW else groups[:FIRST]
    return {"order": told, "lowest" if ascending else "highest": groups[0]}


def on_map(facts: Facts) -> Claims:
    return ends(facts.placed(facts.rows)) | missing(facts, facts.rows)


def threshold(facts: Facts) -> Claims:
    """Who is on the list and how many there are in all, and the one furthest from the limit."""
    asked = facts.question.threshold
    placed = facts.placed(facts.rows)
    count = int(facts.rows[0]["matched"]) if facts.rows else 0
    made: Claims = {"members": {"count": count, "areas": sorted(name for name, _ in placed)}}
    if not placed or asked is None:
        return made
    groups = grouped(placed)
    if asked.op in ("gt", "ge"):
        made["highest"] = groups[0]
    else:
        made["lowest"] = groups[-1]
    return made | order_of_few(placed, groups)


def change(facts: Facts) -> Claims:
    """Which way each went, and the largest increase and decrease where there are any."""
    ways = {
        facts.name(row): way_from(row["from_value"], row["to_value"], facts.decimals)
        for row in facts.valued
    }
    made = {"direction": summed_up(ways)} | missing(facts, facts.rows)
    percent = facts.question.asked_measure == "percent"
    placed = facts.placed(facts.rows, 1 if percent else None)
    if len(placed) < 2:
        return made
    groups, figures = grouped(placed), [figure for _, figure in placed]
    if max(figures) > 0:
        made["highest"] = groups[0]
    if min(figures) < 0:
        made["lowest"] = groups[-1]
    return made | order_of_few(placed, groups)


def profile(facts: Facts) -> Claims:
    """Which figures of one area lie above and below those of the area compared with."""
    if len({row["area"] for row in facts.rows}) > 1:
        return {}
    known = {each.id: each for each in facts.resolved.indicators}
    others = {(row["indicator"], row["period"]): row for row in facts.comparison}
    if len({row["area"] for row in facts.comparison}) > 1:
        others = {}
    ways = {}
    for row in facts.valued:
        indicator, other = known[row["indicator"]], others.get((row["indicator"], row["period"]))
        if other is not None and indicator.kind != "count":
            mine, theirs = (shown(each["value"], indicator.decimals) for each in (row, other))
            ways[indicator.id] = beside(mine, theirs)
    absent = {row["indicator"]: str(row["status"]) for row in facts.rows if not has_figure(row)}
    return {
        "comparison": dict(sorted(ways.items())) or None,
        "missing": dict(sorted(absent.items())) or None,
    }


def relation(facts: Facts) -> Claims:
    """How strongly the two hang together, in the words of the sentence, and which way."""
    if not facts.valued:
        return {}
    r, n = facts.valued[0]["value"], int(facts.valued[0]["n"])
    kind = strength(r, n)
    return {"direction": {"relation": kind if kind == "none" else f"{kind} {_sign(r)}"}}


def _sign(r: float) -> str:
    return "up" if r > 0 else "down"


def spread(facts: Facts) -> Claims:
    """Where the areas differ the most and the least; of one place, beside the whole country and
    which of its areas are at the ends."""
    made = ends(facts.placed(facts.rows)) | missing(facts, facts.rows)
    if len(facts.rows) == 1 and facts.valued:
        row = facts.rows[0]
        made |= comparison(facts, facts.rows)
        made["members"] = {"lowest": row["lowest_area"], "highest": row["highest_area"]}
    return made


def similar(facts: Facts) -> Claims:
    """Which areas are the most alike, the first of a long list in order."""
    return {"order": [[str(row["area"])] for row in facts.rows[:FEW]]}
