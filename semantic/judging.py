"""Lays beside each other what an answer compares, and lets `semantic.verdict` judge it.

Beside its own rows it reads what the grounds need, by statements of the same answer: the figures of
all areas of the level where a difference is beyond chance, and the area's own earlier years where
it is beyond that too. What is not read could not have changed the verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

import numpy as np
import pandas as pd

from semantic.availability import resolve
from semantic.compile import Statement, compile_peers, compile_question
from semantic.errors import QuestionError
from semantic.intervals import ratio
from semantic.model import Indicator
from semantic.pairs import (
    PAIRS,
    Group,
    Pair,
    Row,
    beside,
    cells_of,
    highest_and_lowest,
    plain,
    side_of,
)
from semantic.question import Areas, Periods, Question, Shape
from semantic.ranks import error_of_each, places, says_nothing
from semantic.resolved import Notice, Resolved
from semantic.sums import is_sum
from semantic.verdict import (
    UNKNOWN,
    Grounds,
    Measured,
    Parts,
    Verdict,
    bounds,
    common_part,
    is_there,
    measured,
    numbers,
    quantile,
    undecided,
    usual_difference,
    usual_move,
    verdict_of,
)
from semantic.version import Version

MOST_SERIES = 150
"""Of more areas than this the earlier years are not read, and are no ground."""
FIRST_YEAR = 1900

T = TypeVar("T")
Sexage = tuple[Any, Any]
Usual = Mapping[Sexage, tuple[float, float]]
"""By sex and age, how much areas usually differ and what they have in common."""


class Asking(Protocol):
    """The statements of one answer."""

    def rows_of(self, resolved: Resolved) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
        """The completed rows of another question."""

    def run(self, statement: Statement) -> pd.DataFrame:
        """The rows of a statement."""

    def once(self, key: Hashable, work: Callable[[], T]) -> T:
        """What ``work`` gives, worked out once for the version."""


@dataclass(frozen=True)
class Judging:
    resolved: Resolved
    version: Version
    asking: Asking

    def judge(
        self, rows: pd.DataFrame, comparison: pd.DataFrame
    ) -> tuple[pd.DataFrame, Verdict | None]:
        """``rows`` with a verdict on each that compares two figures, as they are where none does;
        and the verdict on the highest against the lowest of them.

        The interval is of the difference and in the indicator's own unit, whatever is asked for.
        """
        if is_sum(self.resolved) or rows.empty:
            return rows, None
        if self.resolved.question.shape == "profile":
            told, apart = self._profile(plain(rows), plain(comparison)), None
        elif self.resolved.question.shape in PAIRS:
            *told, apart = self.told(plain(rows), plain(comparison))
        else:
            return rows, None
        if not any(told):
            return rows, apart
        judged = rows.assign(
            verdict=pd.Series([each and each.word for each in told], rows.index, object),
            verdict_reason=pd.Series([each and each.reason for each in told], rows.index, object),
            difference_low=numbers(each and each.low for each in told),
            difference_high=numbers(each and each.high for each in told),
        )
        return judged, apart

    def judge_sums(self, rows: list[Row]) -> bool:
        """Put the same into plain rows that are added up here; False where nothing is compared."""
        if self.resolved.question.shape not in PAIRS:
            return False
        *told, _ = self.told(rows, ())
        for row, each in zip(rows, told, strict=True):
            if each is not None:
                row |= {"verdict": each.word, "verdict_reason": each.reason}
                row |= {"difference_low": each.low, "difference_high": each.high}
        if self.resolved.question.asked_measure == "ratio":
            self._bound_ratios(rows)
        return any(told)

    def _bound_ratios(self, rows: Sequence[Row]) -> None:
        """The interval of the ratio itself beside that of the difference."""
        for row in rows:
            sides = [side_of(row, "first_"), side_of(row, "second_")]
            if row.get("verdict") in ("large", "some", "none") and self.resolved.indicator.is_share:
                low, high = ratio(*sides[0], *sides[1])
                row |= {"ratio_low": float(low), "ratio_high": float(high)}

    def told(self, rows: Sequence[Row], comparison: Sequence[Row]) -> list[Verdict | None]:
        """The verdict of each row, and after the last that of the highest against the lowest."""
        pairs = list(PAIRS[self.resolved.question.shape](self.resolved, rows, comparison))
        pairs += highest_and_lowest(self.resolved, rows)
        told: list[Verdict | None] = [None] * (len(rows) + 1)
        if pairs:
            for pair, verdict in zip(pairs, self.verdicts(pairs), strict=True):
                told[pair.place] = verdict
        return told

    def _profile(self, rows: Sequence[Row], comparison: Sequence[Row]) -> list[Verdict | None]:
        """Each indicator by itself and by chance alone: its peers and years are not read."""
        told: list[Verdict | None] = [None] * len(rows)
        for indicator in self.resolved.indicators:
            if indicator.kind == "count":
                continue
            at = [place for place, row in enumerate(rows) if row["indicator"] == indicator.id]
            others = [row for row in comparison if row["indicator"] == indicator.id]
            for pair, verdict in self._by_chance([rows[place] for place in at], others, indicator):
                told[at[pair.place]] = verdict
        return told

    def _by_chance(
        self, rows: Sequence[Row], comparison: Sequence[Row], indicator: Indicator
    ) -> list[tuple[Pair, Verdict]]:
        pairs = [pair for pair in beside(rows, comparison) if not pair.hidden]
        if not indicator.additive:
            return [(pair, Verdict("unknown", "no_parts")) for pair in pairs]
        found = [verdict_of(each, UNKNOWN) for each in _measured(pairs, indicator)]
        return list(zip(pairs, found, strict=True))

    def rank(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows of a ranking with the first and the last place that each area may have among all
        that are ranked; as they are where a figure has no parts, or counts people. Refused where
        no area can be told from any other."""
        resolved = self.resolved
        if resolved.question.shape != "rank" or resolved.indicator.kind != "ratio" or rows.empty:
            return rows
        every = self._every_ranked(rows)
        parts = Parts(numbers(every["numerator"]), numbers(every["denominator"]))
        if np.isnan(parts.numerators).any():
            return rows
        limits = bounds(parts, resolved.indicator, quantile(error_of_each(len(every))))
        first, last = places(limits, ascending=resolved.question.ascending)
        if says_nothing(first, last):
            raise QuestionError(
                "order_says_nothing", {"count": len(every), "area": _only(resolved.within)}
            )
        places_of = {area: place for place, area in enumerate(every["area"])}
        at = [places_of[area] for area in rows["area"]]
        return rows.assign(rank_low=first[at], rank_high=last[at])

    def _every_ranked(self, rows: pd.DataFrame) -> pd.DataFrame:
        """All areas that have a place, shown or not."""
        if len(rows) == int(rows["ranked"].iloc[0]):
            return rows
        everywhere = self._resolved("map", self.resolved.question.areas, self.resolved.years)
        assert everywhere is not None, "what can be ranked can be mapped"
        every = self.asking.run(compile_question(everywhere, self.version))
        return every[every["value"].notna()]

    def verdicts(self, pairs: Sequence[Pair]) -> list[Verdict]:
        indicator = self.resolved.indicator
        if not indicator.additive:
            return [Verdict("unknown", "no_parts")] * len(pairs)
        if indicator.kind == "count" and self.resolved.question.shape != "change":
            return [Verdict("unknown", "counts")] * len(pairs)
        found = _measured(pairs, indicator)
        verdicts = [verdict_of(each, UNKNOWN) for each in found]
        if any(map(undecided, verdicts)):
            peers = self._peers()
            grounds = [Grounds(np.nan, *peers.get(pair.groups[0][1:], ())) for pair in pairs]
            verdicts = _again(verdicts, found, grounds)
            still = [pair for pair, each in zip(pairs, verdicts, strict=True) if undecided(each)]
            if moves := self._moves({group for pair in still for group in pair.groups}):
                known = zip(pairs, grounds, strict=True)
                grounds = [replace(each, years=_most(pair, moves)) for pair, each in known]
                verdicts = _again(verdicts, found, grounds)
        hidden = Verdict("unknown", "suppressed")
        return [hidden if pair.hidden else each for pair, each in zip(pairs, verdicts, strict=True)]

    def _peers(self) -> Usual:
        """What is usual among all areas of the level that the figures are read of."""
        resolved = self.resolved
        if resolved.level == "riket":
            return {}
        if resolved.question.shape != "change":
            return self._of_all(compile_peers(resolved), _usual_differences)
        everywhere = self._resolved("change", Areas(level=resolved.level), resolved.years)
        if everywhere is None:
            return {}
        return self._of_all(compile_question(everywhere, self.version), _usual_changes)

    def _of_all(self, statement: Statement, read: Callable[[pd.DataFrame], Usual]) -> Usual:
        return self.asking.once((read, statement), lambda: read(self.asking.run(statement)))

    def _moves(self, groups: set[Group]) -> dict[Group, float]:
        """How much the figure of each group usually moves from one year to the next."""
        resolved, shape = self.resolved, self.resolved.question.shape
        codes = tuple(sorted({area for area, _, _ in groups}))
        if shape == "compare_types" or not 0 < len(codes) <= MOST_SERIES:
            return {}
        years = (FIRST_YEAR, resolved.years[-1])
        kind: Shape = "gap" if shape == "gap" else "trend"
        earlier = self._resolved(kind, Areas(level=resolved.scope, codes=codes), years)
        if earlier is None or len(earlier.years) < 2:
            return {}
        return self.asking.once(earlier.question, lambda: self._usual_moves(earlier))

    def _usual_moves(self, earlier: Resolved) -> dict[Group, float]:
        rows, _ = self.asking.rows_of(earlier)
        return {group: usual_move(*series) for group, series in _series(rows).items()}

    def _resolved(self, shape: Shape, areas: Areas, years: tuple[int, ...]) -> Resolved | None:
        """The question about the same figure of other areas or years; None if nobody can tell."""
        asked = self.resolved.question
        question = Question(
            shape=shape,
            indicators=asked.indicators,
            areas=areas,
            types=asked.types if shape == "gap" else (),
            by=tuple(each for each in asked.by if each in ("sex", "age")),
            sex=asked.sex,
            age=asked.age,
            periods=Periods(mode="range", first=years[0], last=years[-1]),
            type_basis=asked.type_basis,
            comparator="none" if shape == "trend" else "auto",
        )
        try:
            return resolve(question, self.version)
        except QuestionError:
            return None


def _only(areas: Sequence[str]) -> str:
    return areas[0] if len(areas) == 1 else ""


def _measured(pairs: Sequence[Pair], indicator: Indicator) -> list[Measured]:
    """Pair by pair; those picked out of as many are measured at once."""
    has_parts, found = indicator.kind == "ratio", {}
    for among in {pair.among for pair in pairs}:
        alike = [pair for pair in pairs if pair.among == among]
        first = _parts([pair.first for pair in alike], has_parts)
        second = _parts([pair.second for pair in alike], has_parts)
        found[among] = iter(measured(first, second, indicator, among))
    return [next(found[pair.among]) for pair in pairs]


def _again(
    verdicts: Sequence[Verdict], found: Sequence[Measured], grounds: Sequence[Grounds]
) -> list[Verdict]:
    """Those that another ground could change, judged with it."""
    return [
        verdict_of(each, ground) if undecided(verdict) else verdict
        for verdict, each, ground in zip(verdicts, found, grounds, strict=True)
    ]


def _most(pair: Pair, moves: Mapping[Group, float]) -> float:
    """What the figure that moves most of the two usually moves; NaN where it is known of none."""
    known = [moves[group] for group in pair.groups if is_there(moves.get(group))]
    return max(known, default=np.nan)


def _parts(sides: Sequence[tuple[Any, Any]], has_parts: bool) -> Parts:
    denominators = numbers(side[1] for side in sides) if has_parts else None
    return Parts(numbers(side[0] for side in sides), denominators)


def _usual_differences(rows: pd.DataFrame) -> Usual:
    return {key: (usual_difference(numbers(values)), 0.0) for key, values in _by_group(rows)}


def _usual_changes(rows: pd.DataFrame) -> Usual:
    """A change is laid beside the changes of others, so what is common to all is taken away."""
    return {
        key: (usual_difference(changes), common_part(changes))
        for key, values in _by_group(rows)
        for changes in [numbers(values)]
    }


def _by_group(rows: pd.DataFrame) -> Iterator[tuple[Sexage, list[Any]]]:
    found: dict[Sexage, list[Any]] = {}
    for sex, age, value in cells_of(rows, "sex", "age", "value"):
        found.setdefault((sex, age), []).append(value)
    yield from found.items()


def _series(rows: pd.DataFrame) -> dict[Group, tuple[list[int], list[float]]]:
    """The years and figures of each series since its last break."""
    found: dict[Group, dict[int, list[tuple[int, float]]]] = {}
    names = ("area", "sex", "age", "segment", "period", "value")
    for area, sex, age, segment, year, value in cells_of(rows, *names):
        if is_there(value):
            pieces = found.setdefault((area, sex, age), {})
            pieces.setdefault(segment, []).append((year, value))
    newest = {group: sorted(pieces[max(pieces)]) for group, pieces in found.items()}
    return {
        group: ([year for year, _ in series], [value for _, value in series])
        for group, series in newest.items()
    }
