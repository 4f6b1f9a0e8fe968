"""What a sentence says beyond its figures: which way it went, who is highest, which side is larger.

Claims are plain JSON in no language, made from figures as precisely as the sentence compares
them, and hold no year, so that those of two years can be laid beside each other. Of a long list
only what is said of it is a claim: who is first and last, never the order of thousands of areas.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

from assistant.numbers import exact, round_half_away
from semantic.answer import WITH_FIGURE, Answer, plain_records
from semantic.question import Shape
from semantic.relation import strength

CODES = (
    "direction",
    "order",
    "highest",
    "lowest",
    "side",
    "comparison",
    "place",
    "largest",
    "members",
    "missing",
    "verdict",
    "trend",
    "reasons",
)
"""The kinds of claims. *Place* is the place among all areas of the level, *side* the larger side
of a gap, *members* the areas on a list; *direction* of a gap is that of its size. *Verdict* is
whether differences are large, *trend* whether the last years have one, *reasons* how many areas
changed type for which reason."""

FEW = 10
FIRST = 3
FEWEST_PEERS = 5
SHARE_DECIMALS = 1

Row = Mapping[str, Any]
Claims = dict[str, Any]
Placed = tuple[str, Decimal]
"""What a row is about, and its figure as it is shown."""


def claims_of(answer: Answer) -> Claims:
    """Every kind of claim; None where the answer makes none of that kind."""
    facts = _Facts(answer)
    made = _CLAIMS[answer.question.shape](facts)
    made |= {code: _words(facts, code) for code in ("verdict", "trend")}
    return {code: made.get(code) for code in CODES}


def what_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds of claims that differ; a kind that one of the two does not know is left out."""
    known = (code for code in CODES if code in before and code in after)
    return tuple(code for code in known if before[code] != after[code])


class _Facts:
    """The rows of one answer, and their figures as they are compared in words."""

    def __init__(self, answer: Answer) -> None:
        self.answer, self.question, self.resolved = answer, answer.question, answer.resolved

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        return self.answer.records()

    @cached_property
    def valued(self) -> list[Row]:
        return [row for row in self.rows if _has_figure(row)]

    @cached_property
    def comparison(self) -> list[dict[str, Any]]:
        return [row for row in plain_records(self.answer.beside) if _has_figure(row)]

    @property
    def decimals(self) -> int:
        return self.answer.indicator.decimals

    @property
    def is_count(self) -> bool:
        return self.answer.indicator.kind == "count"

    @property
    def newest(self) -> list[Row]:
        """The rows of the newest year with a figure."""
        year = max((row["period"] for row in self.valued), default=0)
        return [row for row in self.rows if row["period"] == year]

    @property
    def series(self) -> dict[str, list[Row]]:
        """The figures of each series, in order of year."""
        found: dict[str, list[Row]] = {}
        for row in sorted(self.valued, key=lambda row: int(row["period"])):
            found.setdefault(self.name(row), []).append(row)
        return found

    def name(self, row: Row) -> str:
        """What the row is about: ``1280``, ``1280/type 1``, ``1280/women``."""
        parts = [str(row.get("area"))]
        if row.get("area_type") is not None:
            parts.append(f"type {row['area_type']}")
        parts += [str(row[key]) for key in ("sex", "age") if getattr(self.resolved, f"by_{key}")]
        return "/".join(parts)

    def placed(self, rows: Iterable[Row], decimals: int | None = None) -> list[Placed]:
        places = self.decimals if decimals is None else decimals
        return [(self.name(row), _shown(row["value"], places)) for row in rows if _has_figure(row)]


def _has_figure(row: Row) -> bool:
    return row["status"] in WITH_FIGURE and row.get("value") is not None


def _shown(value: object, decimals: int) -> Decimal:
    rounded = round_half_away(value, decimals)
    assert rounded is not None, "only figures are compared"
    return rounded


def _way(before: object, after: object, decimals: int) -> str:
    """As the sentence has it: no way where the figures, or their difference, read the same."""
    first, last = exact(before), exact(after)
    assert first is not None, "only figures are compared"
    assert last is not None, "only figures are compared"
    if _shown(first, decimals) == _shown(last, decimals) or _shown(last - first, decimals) == 0:
        return "same"
    return "up" if last > first else "down"


def _beside(mine: Decimal, theirs: Decimal) -> str:
    return "same" if mine == theirs else "above" if mine > theirs else "below"


def _told(ways: Mapping[str, str]) -> Any:
    """Each by itself while they are few; of many, which there are and which is the commonest."""
    if not ways:
        return None
    if len(ways) <= FEW:
        return dict(sorted(ways.items()))
    found = list(ways.values())
    kinds = sorted(set(found))
    most = max(map(found.count, kinds))
    return {"all": kinds, "most": [kind for kind in kinds if found.count(kind) == most]}


def _words(facts: _Facts, column: str) -> Any:
    """What the newest row of each series says in ``column``."""
    if column not in facts.answer.rows:
        return None
    return _told({facts.name(row): row[column] for row in facts.rows if row[column] is not None})


def _groups(placed: Sequence[Placed], *, ascending: bool = False) -> list[list[str]]:
    """Names from the first to the last, those with the same figure together."""
    ordered = sorted(placed, key=lambda each: each[1], reverse=not ascending)
    return [
        sorted(name for name, _ in group) for _, group in groupby(ordered, key=lambda each: each[1])
    ]


def _ends(placed: Sequence[Placed]) -> Claims:
    """Who is highest and lowest, and the order of a few; one figure is neither."""
    if len(placed) < 2:
        return {}
    groups = _groups(placed)
    return {"highest": groups[0], "lowest": groups[-1], **_order(placed, groups)}


def _order(placed: Sequence[Placed], groups: list[list[str]]) -> Claims:
    return {"order": groups} if len(placed) <= FEW else {}


def _missing(facts: _Facts, rows: Sequence[Row]) -> Claims:
    """Which of a few have no figure, and why; of many, only whether none has one."""
    absent = {facts.name(row): str(row["status"]) for row in rows if not _has_figure(row)}
    if absent and len(rows) <= FEW:
        return {"missing": dict(sorted(absent.items()))}
    return {"missing": "all"} if absent and len(absent) == len(rows) else {}


def _comparison(facts: _Facts, rows: Sequence[Row]) -> Claims:
    """On which side of the one area that all are compared with; counts are not compared."""
    if facts.is_count:
        return {}
    groups = [key for key in ("sex", "age") if getattr(facts.resolved, f"by_{key}")]
    ways = {}
    for row in filter(_has_figure, rows):
        alike = [
            other
            for other in facts.comparison
            if all(other.get(key) == row.get(key) for key in ("period", *groups))
        ]
        if len(alike) == 1:
            mine, theirs = (_shown(each["value"], facts.decimals) for each in (row, alike[0]))
            apart = _shown(abs(row["value"] - alike[0]["value"]), facts.decimals)
            ways[facts.name(row)] = _beside(mine, theirs if apart else mine)
    return {"comparison": _told(ways)}


def _value(facts: _Facts) -> Claims:
    rows = [row for row in facts.rows if row["period"] == facts.answer.years[-1]]
    made = _ends(facts.placed(rows)) | _comparison(facts, rows) | _missing(facts, rows)
    return made | {"place": _place(facts, rows)}


def _place(facts: _Facts, rows: Sequence[Row]) -> str | None:
    """Whether a lone figure is the highest or the lowest of all areas of its level."""
    peers = [
        _shown(each, facts.decimals)
        for each in facts.answer.peers.get("value", [])
        if exact(each) is not None
    ]
    if len(rows) != 1 or not _has_figure(rows[0]) or len(peers) < FEWEST_PEERS:
        return None
    mine = _shown(rows[0]["value"], facts.decimals)
    above, below = any(each > mine for each in peers), any(each < mine for each in peers)
    if above and below:
        return "between"
    return "lowest" if above else "highest" if below else "same"


def _trend(facts: _Facts) -> Claims:
    """Where the series are now, and how each went since the first year it can be compared with."""
    if not facts.valued:
        return _missing(facts, facts.rows)
    now = facts.newest
    return (
        {"direction": _directions(facts, facts.decimals)}
        | _ends(facts.placed(now))
        | _comparison(facts, now)
        | _missing(facts, now)
    )


def _directions(facts: _Facts, decimals: int) -> Any:
    ways = {}
    for name, rows in facts.series.items():
        newest = [row for row in rows if row.get("segment") == rows[-1].get("segment")]
        if len(newest) > 1:
            ways[name] = _way(newest[0]["value"], newest[-1]["value"], decimals)
    return _told(ways)


def _compare_areas(facts: _Facts) -> Claims:
    if len(facts.answer.years) > 1:
        return _trend(facts)
    limit = facts.question.row_limit
    if limit is not None and len(facts.rows) >= limit and facts.valued:
        return _rank(facts)
    return _value(facts)


def _rank(facts: _Facts) -> Claims:
    """Who is first, and who follows: all of a short list, and of a long one those that are told."""
    placed, ascending = facts.placed(facts.rows), facts.question.ascending
    if not placed:
        return {}
    groups = _groups(placed, ascending=ascending)
    told = groups if len(placed) <= FEW else groups[:FIRST]
    return {"order": told, "lowest" if ascending else "highest": groups[0]}


def _on_map(facts: _Facts) -> Claims:
    return _ends(facts.placed(facts.rows)) | _missing(facts, facts.rows)


def _threshold(facts: _Facts) -> Claims:
    """Who is on the list and how many there are in all, and the one furthest from the limit."""
    asked = facts.question.threshold
    placed = facts.placed(facts.rows)
    count = int(facts.rows[0]["matched"]) if facts.rows else 0
    made: Claims = {"members": {"count": count, "areas": sorted(name for name, _ in placed)}}
    if not placed or asked is None:
        return made
    groups = _groups(placed)
    if asked.op in ("gt", "ge"):
        made["highest"] = groups[0]
    else:
        made["lowest"] = groups[-1]
    return made | _order(placed, groups)


def _change(facts: _Facts) -> Claims:
    """Which way each went, and the largest increase and decrease where there are any."""
    ways = {
        facts.name(row): _way(row["from_value"], row["to_value"], facts.decimals)
        for row in facts.valued
    }
    made = {"direction": _told(ways)} | _missing(facts, facts.rows)
    percent = facts.question.asked_measure == "percent"
    placed = facts.placed(facts.rows, 1 if percent else None)
    if len(placed) < 2:
        return made
    groups, figures = _groups(placed), [figure for _, figure in placed]
    if max(figures) > 0:
        made["highest"] = groups[0]
    if min(figures) < 0:
        made["lowest"] = groups[-1]
    return made | _order(placed, groups)


def _compare_types(facts: _Facts) -> Claims:
    return _trend(facts) if len(facts.answer.years) > 1 else _value(facts)


def _gap(facts: _Facts) -> Claims:
    """Which side is larger now, whether the gap grew, and between whom of several it is largest."""
    now = facts.newest
    sides, ways = {}, {}
    for name, rows in facts.series.items():
        sides[name] = _side(rows[-1], facts)
        newest = [row for row in rows if row.get("segment") == rows[-1].get("segment")]
        if len(newest) > 1:
            places = 0 if facts.question.asked_measure == "persons" else facts.decimals
            ways[name] = _gap_way(newest[0], newest[-1], places)
    made = {"side": _told(sides), "direction": _told(ways)} | _missing(facts, now or facts.rows)
    decimals = {"ratio": 2, "persons": 0}.get(facts.question.asked_measure)
    sizes = [(name, abs(size)) for name, size in facts.placed(now, decimals)]
    return made | _ends(sizes)


def _split(facts: _Facts) -> Claims:
    """Which way the whole went, or each type, and which part of the change is the larger."""
    names = ("rate", "mix") if facts.question.asked_measure == "mix" else ("within", "retyped")
    told = [row for row in facts.valued if names[0] == "within" or row["area_type"] is None]
    ways = {
        facts.name(row): _way(row["from_value"], row["to_value"], facts.decimals) for row in told
    }
    larger = {facts.name(row): max(names, key=lambda name: abs(row[name])) for row in told}
    return {"direction": _told(ways), "largest": larger or None} | _missing(facts, facts.rows)


def _side(row: Row, facts: _Facts) -> str:
    """A slope that rises is higher at its second end."""
    ends = (row.get("first_value"), row.get("second_value"))
    if facts.question.asked_measure == "slope":
        ends = (0, row["value"])
    first, second = (_shown(each, facts.decimals) for each in ends)
    return "same" if first == second else "first" if first > second else "second"


def _gap_way(first: Row, last: Row, decimals: int) -> str:
    if (first["value"] < 0) != (last["value"] < 0):
        return "sides"
    return _way(abs(first["value"]), abs(last["value"]), decimals)


def _population_share(facts: _Facts) -> Claims:
    """The type most people live in, and how the share of each type went."""
    now = [row for row in facts.newest if row["areas"]]
    made = {"direction": _directions(facts, SHARE_DECIMALS)} | _missing(facts, facts.newest)
    areas = {str(row["area"]) for row in now}
    if len(areas) > FEW:
        kind = min(row["area_type"] for row in now)
        of_kind = [row for row in now if row["area_type"] == kind]
        return made | _ends(facts.placed(of_kind, SHARE_DECIMALS))
    largest = {}
    for area in sorted(areas):
        placed = facts.placed((row for row in now if row["area"] == area), SHARE_DECIMALS)
        largest[area] = _groups(placed)[0] if placed else []
    return made | {"largest": largest or None}


def _areas_of_type(facts: _Facts) -> Claims:
    found: dict[str, list[str]] = {}
    for row in facts.rows:
        found.setdefault(str(row["area_type"]), []).append(row["area"])
    return {"members": {kind: sorted(areas) for kind, areas in sorted(found.items())}}


def _type_changes(facts: _Facts) -> Claims:
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


def _profile(facts: _Facts) -> Claims:
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
            mine, theirs = (_shown(each["value"], indicator.decimals) for each in (row, other))
            ways[indicator.id] = _beside(mine, theirs)
    absent = {row["indicator"]: str(row["status"]) for row in facts.rows if not _has_figure(row)}
    return {
        "comparison": dict(sorted(ways.items())) or None,
        "missing": dict(sorted(absent.items())) or None,
    }


def _relation(facts: _Facts) -> Claims:
    """How strongly the two hang together, in the words of the sentence, and which way."""
    if not facts.valued:
        return {}
    r, n = facts.valued[0]["value"], int(facts.valued[0]["n"])
    kind = strength(r, n)
    return {"direction": {"relation": kind if kind == "none" else f"{kind} {_sign(r)}"}}


def _sign(r: float) -> str:
    return "up" if r > 0 else "down"


def _spread(facts: _Facts) -> Claims:
    """Where the areas differ the most and the least; of one place, beside the whole country and
    which of its areas are at the ends."""
    made = _ends(facts.placed(facts.rows)) | _missing(facts, facts.rows)
    if len(facts.rows) == 1 and facts.valued:
        row = facts.rows[0]
        made |= _comparison(facts, facts.rows)
        made["members"] = {"lowest": row["lowest_area"], "highest": row["highest_area"]}
    return made


def _similar(facts: _Facts) -> Claims:
    """Which areas are the most alike, the first of a long list in order."""
    return {"order": [[str(row["area"])] for row in facts.rows[:FEW]]}


_CLAIMS: Mapping[Shape, Callable[[_Facts], Claims]] = {
    "value": _value,
    "trend": _trend,
    "compare_areas": _compare_areas,
    "compare_types": _compare_types,
    "rank": _rank,
    "gap": _gap,
    "split": _split,
    "population_share": _population_share,
    "change": _change,
    "threshold": _threshold,
    "areas_of_type": _areas_of_type,
    "type_changes": _type_changes,
    "profile": _profile,
    "map": _on_map,
    "definition": lambda _: {},
    "relation": _relation,
    "spread": _spread,
    "similar": _similar,
    "segregation": _profile,
}
