"""Lays beside each other what an answer compares, and lets `semantic.verdict` judge it.

Beside its own rows it reads what the grounds need, by statements of the same answer: the figures of
all areas of the level where a difference is beyond chance, and the area's own earlier years where
it is beyond that too. What is not read could not have changed the verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

import numpy as np
import pandas as pd

from semantic import strata
from semantic.availability import resolve
from semantic.compile import Statement, compile_peers, compile_question
from semantic.errors import QuestionError
from semantic.intervals import Z95, Bounds, ratio
from semantic.model import Indicator
from semantic.pairs import (
    PAIRS,
    Pair,
    Row,
    Series,
    Side,
    beside,
    highest_and_lowest,
    plain,
    side_of,
)
from semantic.pooled import of_one_year
from semantic.question import Areas, Periods, Question, Shape, Threshold
from semantic.ranks import error_of_each, places, says_nothing, with_ends_apart
from semantic.resolved import Notice, Resolved
from semantic.shapes import OF_MANY
from semantic.strata import Strata
from semantic.sums import is_sum
from semantic.usual import (
    Usual,
    Years,
    between_types,
    series_of,
    usual_changes,
    usual_differences,
    usual_move_of,
)
from semantic.verdict import (
    UNKNOWN,
    Grounds,
    Measured,
    Parts,
    Verdict,
    bounds,
    measured,
    measured_from,
    numbers,
    quantile,
    undecided,
    verdict_of,
)
from semantic.version import Version

MOST_SERIES = 150
"""Of more areas than this the earlier years are not read, and are no ground."""
FIRST_YEAR = 1900

T = TypeVar("T")


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
        question, apart = self.resolved.question, None
        told: Sequence[Verdict | None]
        if question.shape in OF_MANY:
            told = self._profile(self._of_one_year(rows), self._of_one_year(comparison))
        elif question.threshold is not None:
            told = self._beside_limit(self._of_one_year(rows), question.threshold)
        elif question.shape in PAIRS:
            *told, apart = self.told(self._of_one_year(rows), self._of_one_year(comparison))
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

    def _of_one_year(self, rows: pd.DataFrame) -> list[Row]:
        """Plain rows with the numerator and denominator of one year: the mean of years that are put
        together, which are never more certain than one of them."""
        found, years = plain(rows), self.resolved.question.pooled
        for row in found if years > 1 else ():
            row["numerator"], row["denominator"] = of_one_year(side_of(row), years)
        return found

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
                low, high = self._ratio(*sides)
                row |= {"ratio_low": float(low), "ratio_high": float(high)}

    def _ratio(self, first: Side, second: Side) -> Bounds:
        if isinstance(first, Strata):
            return strata.ratio(first, second, self.resolved.indicator, Z95)
        return ratio(*first, *second)

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

    def _beside_limit(self, rows: Sequence[Row], limit: Threshold) -> list[Verdict]:
        """Each figure against the limit, which is known, by chance alone."""
        indicator = self.resolved.indicator
        if not indicator.additive:
            return [Verdict("unknown", "no_parts")] * len(rows)
        if indicator.kind == "count":
            return [Verdict("unknown", "counts")] * len(rows)
        parts = _parts([side_of(row) for row in rows], has_parts=True)
        found = measured_from(parts, limit.value, indicator)
        return [verdict_of(each, UNKNOWN) for each in found]

    def rank(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows of a ranking with the first and the last place that each area may have among all
        that are ranked; as they are where a figure has no parts, or counts people. Refused where
        no area can be told from any other."""
        resolved = self.resolved
        if resolved.question.shape != "rank" or resolved.indicator.kind != "ratio" or rows.empty:
            return rows
        every = self._every_ranked(rows)
        years = resolved.question.pooled
        parts = Parts(numbers(every["numerator"]) / years, numbers(every["denominator"]) / years)
        if np.isnan(parts.numerators).any():
            return rows
        limits = bounds(parts, resolved.indicator, quantile(error_of_each(len(every))))
        first, last = places(limits, ascending=resolved.question.ascending)
        high, low = int(every["value"].argmax()), int(every["value"].argmin())
        if len(every) > 1 and apart_among_all(parts, high, low, resolved.indicator):
            top, bottom = (low, high) if resolved.question.ascending else (high, low)
            first, last = with_ends_apart(first, last, top, bottom)
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
            grounds = [Grounds(np.nan, *peers.get(pair.peers, ())) for pair in pairs]
            verdicts = _again(verdicts, found, grounds)
            still = [place for place, each in enumerate(verdicts) if undecided(each)]
            earlier = self._earlier({area for i in still for area, *_ in pairs[i].series})
            for i in still if earlier else ():
                ground = replace(grounds[i], years=usual_move_of(pairs[i], earlier))
                verdicts[i] = verdict_of(found[i], ground)
        hidden = Verdict("unknown", "suppressed")
        return [hidden if pair.hidden else each for pair, each in zip(pairs, verdicts, strict=True)]

    def _peers(self) -> Usual:
        """What is usual among all areas of the level that the figures are read of."""
        resolved = self.resolved
        if resolved.level == "riket":
            return {}
        if resolved.question.shape != "change":
            peers = compile_peers(resolved, self.version, every_year=True)
            return self._of_all(peers, usual_differences)
        everywhere = self._resolved("change", Areas(level=resolved.level), resolved.years)
        if everywhere is None:
            return {}
        changes = self._of_all(compile_question(everywhere, self.version), usual_changes)
        return {(resolved.years[-1], *group): usual for group, usual in changes.items()}

    def _of_all(self, statement: Statement, read: Callable[[pd.DataFrame], Usual]) -> Usual:
        return self.asking.once((read, statement), lambda: read(self.asking.run(statement)))

    def _earlier(self, areas: set[str]) -> Mapping[Series, Years]:
        """The series of ``areas`` up to the newest year asked about."""
        resolved, shape = self.resolved, self.resolved.question.shape
        if not 0 < len(areas) <= MOST_SERIES:
            return {}
        years = (FIRST_YEAR, resolved.years[-1])
        by_type: Shape = "gap" if shape == "gap" else "compare_types"
        kind: Shape = by_type if resolved.by_type else "trend"
        codes = tuple(sorted(areas))
        earlier = self._resolved(kind, Areas(level=resolved.scope, codes=codes), years)
        if earlier is None or len(earlier.years) < 2:
            return {}
        return self.asking.once(earlier.question, lambda: self._read(earlier))

    def _read(self, earlier: Resolved) -> Mapping[Series, Years]:
        rows, _ = self.asking.rows_of(earlier)
        of_types = earlier.question.shape == "compare_types"
        return between_types(series_of(rows)) if of_types else series_of(rows)

    def _resolved(self, shape: Shape, areas: Areas, years: tuple[int, ...]) -> Resolved | None:
        """The question about the same figure of other areas or years; None if nobody can tell."""
        asked = self.resolved.question
        question = Question(
            shape=shape,
            indicators=asked.indicators,
            areas=areas,
            types=asked.types if shape in ("gap", "compare_types") else (),
            by=tuple(each for each in asked.by if each in ("sex", "age")),
            sex=asked.sex,
            age=asked.age,
            standard=asked.standard if shape in ("gap", "compare_types") else "none",
            periods=Periods(mode="range", first=years[0], last=years[-1]),
            measure=asked.measure if asked.asked_measure in ("slope", "tenths") else None,
            type_basis=asked.type_basis,
            comparator="none" if shape == "trend" else "auto",
            pooled=asked.pooled if shape == "map" else 1,
        )
        try:
            return resolve(question, self.version)
        except QuestionError:
            return None


def apart_among_all(parts: Parts, high: int, low: int, indicator: Indicator) -> bool:
    """Whether two of the figures are beyond chance from each other as one of all their pairs, as it
    is judged where the same areas are compared."""
    assert parts.denominators is not None
    count = len(parts.numerators)
    one, other = (Parts(parts.numerators[[at]], parts.denominators[[at]]) for at in (high, low))
    [found] = measured(one, other, indicator, count * (count - 1) // 2)
    return verdict_of(found, UNKNOWN).word in ("some", "large")


def _only(areas: Sequence[str]) -> str:
    return areas[0] if len(areas) == 1 else ""


def _measured(pairs: Sequence[Pair], indicator: Indicator) -> list[Measured]:
    """Pair by pair; those picked out of as many are measured at once."""
    if any(isinstance(pair.first, Strata) for pair in pairs):
        return strata.measured([(pair.first, pair.second) for pair in pairs], indicator)
    has_parts, found = indicator.kind == "ratio", {}
    unmeasured = [pair for pair in pairs if pair.measured is None]
    for among in {pair.among for pair in unmeasured}:
        alike = [pair for pair in unmeasured if pair.among == among]
        first = _parts([pair.first for pair in alike], has_parts)
        second = _parts([pair.second for pair in alike], has_parts)
        found[among] = iter(measured(first, second, indicator, among))
    return [pair.measured or next(found[pair.among]) for pair in pairs]


def _again(
    verdicts: Sequence[Verdict], found: Sequence[Measured], grounds: Sequence[Grounds]
) -> list[Verdict]:
    """Those that another ground could change, judged with it."""
    return [
        verdict_of(each, ground) if undecided(verdict) else verdict
        for verdict, each, ground in zip(verdicts, found, grounds, strict=True)
    ]


def _parts(sides: Sequence[tuple[Any, Any]], has_parts: bool) -> Parts:
    denominators = numbers(side[1] for side in sides) if has_parts else None
    return Parts(numbers(side[0] for side in sides), denominators)
