"""Question in, answer out: resolve → compile → guard → run → complete."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import pandas as pd

from semantic.alike import with_together
from semantic.answer import Answer, Column, Names, Unit, columns_of, concat, plain_records
from semantic.availability import resolve
from semantic.comparable import moved_asked, segments
from semantic.compile import (
    Statement,
    compile_comparison,
    compile_index,
    compile_parts,
    compile_peers,
    compile_people,
    compile_profile,
    compile_question,
)
from semantic.complete import (
    Completed,
    complete_rows,
    partly_explained,
    settled,
    why_unknown,
)
from semantic.engine import Turn
from semantic.errors import QuestionError
from semantic.expected import beside_index, expected
from semantic.judging import Judging
from semantic.model import INDEX, RIKET, TOGETHER, Level
from semantic.question import Question, ancestor, level_of
from semantic.resolved import Notice, Resolved
from semantic.shapes import OF_MANY
from semantic.similar import BESIDE, similar_rows, unmoved
from semantic.slopes import slope_rows
from semantic.sources import named_in, of_types, sources_of
from semantic.splits import rate_and_mix_rows, retyped_rows
from semantic.spread import spread_rows
from semantic.standard_rows import Standard, standardised_rows
from semantic.standardise import ages_of, by_age, esp2013, year_of_ages
from semantic.suggestions import Refused, without_order
from semantic.sums import Judge, complete_sums, is_sum
from semantic.tenths import Tenths, index_by_year, tenths_of
from semantic.trends import with_trends
from semantic.type_moves import WHY, explained, figures_of, transitions
from semantic.verdict import Verdict
from semantic.version import Version

T = TypeVar("T")

NOTHING = pd.DataFrame()
"""No rows and no columns; never changed."""


def ask(question: Question, version: Version, owner: str | None = None) -> Answer:
    """Answer ``question`` from ``version``; raise `QuestionError` if it cannot be answered.

    A newer question of the same ``owner`` interrupts this one.
    """
    resolved = resolve(question, version, _attempt)
    try:
        with version.engine.turn(owner) as turn:
            return _Asking(resolved, version, turn).answer()
    except QuestionError as error:
        if error.code != "order_says_nothing":
            raise
        refused = Refused(question, version, error.code, error.details, _attempt)
    raise QuestionError(refused.code, refused.details, lambda: without_order(refused))


def _attempt(question: Question, version: Version) -> object:
    """Only figures tell whether an order says anything; all else is known without them."""
    return ask(question, version) if question.shape == "rank" else resolve(question, version)


@dataclass(frozen=True, eq=False)
class Found:
    """The frames of an answer and what the reader must know about them."""

    rows: pd.DataFrame
    comparison: pd.DataFrame
    peers: pd.DataFrame
    notices: tuple[Notice, ...]


class _Asking:
    """The statements of one answer, run one after the other."""

    def __init__(self, resolved: Resolved, version: Version, turn: Turn) -> None:
        self.resolved, self.version, self.turn = resolved, version, turn
        self.statements: list[Statement] = []
        self.apart: Verdict | None = None
        self.sources = set(of_types(resolved, version))
        """Of what the answer is made of beside its rows and what they are compared with."""

    def answer(self) -> Answer:
        resolved, version = self.resolved, self.version
        found = self.found()
        return Answer(
            question=resolved.question,
            resolved=resolved,
            columns=_columns(found.rows, resolved),
            rows=found.rows,
            comparison=found.comparison,
            peers=found.peers,
            transitions=self.transitions(),
            notices=resolved.notices + found.notices,
            sources=sources_of((found.rows, found.comparison), self.sources, version),
            statements=tuple(self.statements),
            version_id=version.id,
            created=version.created,
            example_data=version.example_data,
            names=Names(version),
            apart=self.apart,
        )

    def found(self) -> Found:
        if self.resolved.question.shape == "spread":
            return self.spread()
        if self.resolved.question.shape == "similar":
            return self.similar()
        judging = Judging(self.resolved, self.version, self)
        rows, notices = self.rows_of(self.resolved, judging.judge_sums)
        comparison, peers = self.comparison(), self.peers()
        if rows.empty and self.resolved.question.shape == "threshold":
            self.sources |= self.sources_of_all()
        rows, self.apart = judging.judge(rows, comparison)
        rows = with_trends(judging.rank(rows), self.resolved)
        return Found(self.with_expected(rows), comparison, peers, notices)

    def sources_of_all(self) -> set[str]:
        """Where the figures are from that no area of an empty list has."""
        return named_in(self.run(compile_peers(self.resolved, self.version)))

    def with_expected(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The figure of one RegSO beside what areas with its socioeconomic index have."""
        beside = beside_index(self.resolved, self.version)
        if beside is None:
            return rows
        found: dict[str, dict[str, float]] = defaultdict(dict)
        cells = self.run(compile_question(beside, self.version))
        for cell in plain_records(cells):
            if cell["value"] is not None:
                found[cell["area"]][cell["indicator"]] = cell["value"]
        own = self.resolved.indicator.id
        pairs = {area: (each[INDEX], each[own]) for area, each in found.items() if len(each) == 2}
        told = expected(pairs, rows["area"].iloc[0])
        if told is None:
            return rows
        self.sources |= named_in(cells)
        return rows.assign(expected=told.value, expected_low=told.low, expected_high=told.high)

    def similar(self) -> Found:
        """The figures of all areas of the level, laid beside those of the one named."""
        version = self.version
        cells = self.run(compile_question(self.resolved, version))
        rows, own, notices, sources = similar_rows(cells, self.resolved, version)
        self.sources |= set(sources)
        return Found(rows, own, NOTHING, notices)

    def spread(self) -> Found:
        """The small areas of the country are read once: those of each place are among them."""
        resolved = self.resolved
        small = settled(self.run(compile_peers(resolved, self.version)))
        wholes = concat(
            [
                self.run(compile_comparison(resolved, self.version, codes))
                for level, codes in _by_level((RIKET, *resolved.within)).items()
                if level in self.version.offers.levels(resolved.indicator.id)
            ]
        )
        wholes = settled(wholes) if len(wholes) else NOTHING
        rows, riket, notices = spread_rows(small, wholes, resolved, self.version)
        return Found(rows, riket, small, notices)

    def rows_of(self, resolved: Resolved, judge: Judge | None = None) -> Completed:
        """The rows of a question, each with its status."""
        if resolved.question.shape == "definition":
            return NOTHING, ()
        if not is_sum(resolved):
            statement = compile_question(resolved, self.version)
            completed = complete_rows(self.run(statement), resolved, self.version)
            return self.explained(*completed) if self.changes_types else completed
        if resolved.question.asked_measure == "slope":
            found, notices = self.sums(resolved)
            return slope_rows(found, resolved, self.version, judge), notices
        if resolved.question.standard != "none":
            return self.standardised(resolved, judge)
        if resolved.question.shape != "split":
            return self.sums(resolved, judge)
        found, notices = self.sums(resolved)
        return self.split(found, resolved), notices

    def standardised(self, resolved: Resolved, judge: Judge | None = None) -> Completed:
        """The figure of each type with the ages of a standard population, and the ordinary one
        beside it."""
        crude, told = self.sums(resolved)
        aged, of_ages = self.sums(by_age(resolved))
        standard = self.standard_population(resolved)
        rows, notices = standardised_rows(crude, aged, standard, resolved, judge)
        codes = {each.code for each in of_ages}
        kept = tuple(each for each in told if each.code not in codes)
        return rows, (*of_ages, *kept, *standard.notices, *notices)

    def standard_population(self, resolved: Resolved) -> Standard:
        """The population whose ages hold for all types, areas and years."""
        ages, scale = ages_of(resolved, self.version), resolved.indicator.scale
        if resolved.question.standard == "esp2013":
            return Standard(esp2013(ages) or {}, scale)
        year = year_of_ages(resolved, self.version)
        in_year = replace(by_age(resolved), years=(year,))
        cells = self.run(compile_comparison(in_year, self.version, (RIKET,)))
        self.sources |= named_in(cells)
        known = dict(zip(cells["age"].tolist(), cells["denominator"].tolist(), strict=True))
        return Standard({age: known.get(age) or 0.0 for age in ages}, scale, year)

    def sums(self, resolved: Resolved, judge: Judge | None = None) -> Completed:
        """Figures added up over area types, or tenths of the areas, as they are completed."""
        tenths = self.tenths(resolved) if resolved.in_tenths else None
        statement = compile_question(resolved, self.version, tenths)
        self.statements.append(statement)
        rows = self.version.engine.run_few(statement.sql, statement.params, self.turn)
        return complete_sums(rows, resolved, self.version, judge, tenths)

    def tenths(self, resolved: Resolved) -> Tenths:
        statement = compile_index(resolved)
        by_year = self.once(statement, lambda: index_by_year(self.run(statement)))
        return tenths_of(by_year, resolved, self.version)

    def once(self, key: Hashable, work: Callable[[], T]) -> T:
        """What ``work`` gives, which for one ``key`` is the same in every answer of the version.
        The statements that it was made of belong to each of them."""
        own = tuple(self.statements)

        def told() -> tuple[T, tuple[Statement, ...]]:
            return work(), tuple(self.statements[len(own) :])

        found, made_of = self.version.remembered.get(key, told)
        self.statements = [*own, *(each for each in made_of if each not in own)]
        return found

    @property
    def changes_types(self) -> bool:
        return self.resolved.question.shape == "type_changes"

    def explained(self, rows: pd.DataFrame, notices: tuple[Notice, ...]) -> Completed:
        """The changed areas, each with what is known of why."""
        first, last = self.resolved.years
        unknown = why_unknown(self.resolved, self.version)
        if unknown or not len(rows):
            empty = dict.fromkeys(WHY)
            return rows.assign(**empty), (*notices, unknown) if unknown else notices
        parts = self.run(compile_parts(self.resolved, self.version, rows["area"].tolist()))
        self.sources |= named_in(parts)
        found = {year: self.version.offers.bounds(year) for year in (first, last)}
        bounds = {year: each for year, each in found.items() if each is not None}
        rows = explained(rows, figures_of(parts), (first, last), bounds)
        return rows, notices + partly_explained(rows)

    def transitions(self) -> pd.DataFrame:
        """From which type to which, over all areas asked about, whatever the list is limited to."""
        if not self.changes_types:
            return NOTHING
        first, last = self.resolved.years
        types = self.version.offers.types
        inside = self.version.directory.inside(
            "regso", self.resolved.divisions[last], self.resolved.inside
        )
        if self.resolved.one_division:
            moved = moved_asked(self.resolved, self.version)
            inside = [area for area in inside if area not in moved]
        people = self.run(compile_people(self.resolved))
        known = people[people["value"].notna()]
        population = dict(zip(known["area"].tolist(), known["value"].tolist(), strict=True))
        return transitions(inside, types(first), types(last), population)

    def split(self, sums: pd.DataFrame, resolved: Resolved) -> pd.DataFrame:
        """What the change between the two years of ``sums`` is made of."""
        if resolved.question.asked_measure == "mix":
            return rate_and_mix_rows(sums, resolved)
        same, _ = self.sums(replace(resolved, type_year=resolved.years[0]))
        return retyped_rows(sums, same, resolved)

    def run(self, statement: Statement) -> pd.DataFrame:
        self.statements.append(statement)
        return self.version.engine.run(statement.sql, statement.params, self.turn)

    def comparison(self) -> pd.DataFrame:
        """The same figures for the areas compared with, which are riket, län or kommuner."""
        resolved = self.resolved
        if "comparator" not in resolved.question.rule.takes or resolved.by_type:
            return NOTHING
        if resolved.like is not None:
            return self.beside_similar(resolved.like)
        frames = []
        for level, codes in _by_level(comparator_of(resolved).values()).items():
            if resolved.question.shape in OF_MANY:
                frames.append(self.run(compile_profile(resolved, codes)))
            elif level in self.version.offers.levels(resolved.indicator.id):
                frames.append(self.run(compile_comparison(resolved, self.version, codes)))
        frame = concat(frames)
        return settled(self.in_pieces(frame)) if len(frame) else NOTHING

    def in_pieces(self, frame: pd.DataFrame) -> pd.DataFrame:
        """A series is cut where that of the area asked about is; similar areas moved no border."""
        shape, several = self.resolved.question.shape, len(self.resolved.years) > 1
        if shape != "trend" and not (shape == "compare_areas" and several):
            return frame
        areas = [RIKET if each == TOGETHER else each for each in frame["area"].tolist()]
        pieces = segments(areas, frame["period"].tolist(), self.resolved, self.version)
        return frame.assign(segment=pieces)

    def beside_similar(self, like: Resolved) -> pd.DataFrame:
        """The figures of the areas most like the one named: together, then the nearest first."""
        cells = self.run(compile_question(like, self.version))
        rows, _, _, sources = similar_rows(cells, like, self.version)
        self.sources |= set(sources)
        near = unmoved(rows["area"].tolist(), like, self.resolved, self.version)[:BESIDE]
        if not near:
            return NOTHING
        codes = tuple(near)
        if self.resolved.question.shape in OF_MANY:
            statement = compile_profile(self.resolved, codes)
        else:
            statement = compile_comparison(self.resolved, self.version, codes)
        found = settled(self.run(statement))
        return self.in_pieces(with_together(found, self.resolved, near))

    def peers(self) -> pd.DataFrame:
        resolved = self.resolved
        if resolved.question.shape != "value" or resolved.level == "riket" or resolved.in_groups:
            return NOTHING
        return settled(self.run(compile_peers(resolved, self.version)))


def _columns(rows: pd.DataFrame, resolved: Resolved) -> tuple[Column, ...]:
    question = resolved.question
    if not len(rows.columns):
        return ()
    return columns_of(
        rows, resolved.indicator, question.shape, question.asked_measure, _units(resolved)
    )


def _units(resolved: Resolved) -> dict[str, Unit]:
    """The units of columns that are about another figure than the first, or about none."""
    if resolved.question.shape == "relation":
        _, other = resolved.indicators
        return {"y_value": (other.unit, other.decimals), "spearman": ("correlation", 2)}
    if resolved.question.shape == "similar":
        return {each.id: (each.unit, each.decimals) for each in resolved.indicators}
    return {"variation": ("times", 2)} if resolved.question.shape == "spread" else {}


_COMPARED: Mapping[str, Level] = {
    "auto": "riket", "riket": "riket", "lan": "lan", "kommun": "kommun",
}  # fmt: skip
"""The level of the area around that each area is compared with."""


def comparator_of(resolved: Resolved) -> dict[str, str]:
    """Named area → area it is compared with, or nothing."""
    level = _COMPARED.get(resolved.question.comparator)
    if level is None or resolved.scope == "riket":
        return {}
    found = {code: ancestor(code, level) for code in resolved.codes}
    return {code: other for code, other in found.items() if other != code}


def _by_level(codes: Iterable[str]) -> dict[Level, tuple[str, ...]]:
    found: dict[Level, set[str]] = defaultdict(set)
    for other in codes:
        found[level_of(other)].add(other)
    return {level: tuple(sorted(codes)) for level, codes in found.items()}
