"""Question in, answer out: resolve → compile → guard → run → complete."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

import pandas as pd

from semantic.answer import Answer, Column, columns_of, concat
from semantic.availability import (
    Notice,
    Resolved,
    comparator_of,
    resolve,
    type_list,
)
from semantic.compile import (
    Statement,
    compile_comparison,
    compile_peers,
    compile_profile,
    compile_question,
)
from semantic.model import Level
from semantic.question import Question, level_of
from semantic.version import Source, Version

COMPARED = frozenset({"value", "trend", "compare_areas", "profile"})


def ask(question: Question, version: Version, owner: str | None = None) -> Answer:
    """Answer ``question`` from ``version``; raise `QuestionError` if it cannot be answered."""
    resolved = resolve(question, version)
    if question.shape == "definition":
        return _answer(resolved, version, pd.DataFrame(), [])
    statement = compile_question(resolved)
    rows = version.engine.run(statement.sql, statement.params, owner)
    rows, notices = complete(rows, resolved, version)
    extra: list[Statement] = []
    comparison = _comparison(resolved, version, owner, extra)
    peers = _peers(resolved, version, owner, extra)
    answer = _answer(resolved, version, rows, [statement, *extra], notices)
    return replace(answer, comparison=comparison, peers=peers)


def _answer(
    resolved: Resolved,
    version: Version,
    rows: pd.DataFrame,
    statements: list[Statement],
    notices: tuple[Notice, ...] = (),
) -> Answer:
    columns: tuple[Column, ...] = ()
    if len(rows.columns):
        columns = columns_of(rows, resolved.indicator, resolved.question.shape)
    return Answer(
        question=resolved.question,
        resolved=resolved,
        columns=columns,
        rows=rows,
        comparison=pd.DataFrame(),
        peers=pd.DataFrame(),
        notices=resolved.notices + notices,
        sources=_sources(rows, version),
        statements=tuple(statements),
        version_id=version.id,
        created=version.created,
        example_data=version.example_data,
        names=_Names(version),
    )


class _Names(dict[tuple[str, int], str]):
    """(area code, year) → the area's name in that year's division."""

    def __init__(self, version: Version) -> None:
        super().__init__()
        self._version = version

    def __missing__(self, key: tuple[str, int]) -> str:
        code, year = key
        version = self._version
        division = version.offers.division(level_of(code), year)
        self[key] = version.directory.label(code, division)
        return self[key]


def _sources(rows: pd.DataFrame, version: Version) -> tuple[Source, ...]:
    if "source" not in rows:
        return ()
    found = sorted({each for each in rows["source"].tolist() if isinstance(each, str)})
    return tuple(version.sources[each] for each in found if each in version.sources)


def complete(
    rows: pd.DataFrame, resolved: Resolved, version: Version
) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    """Give every row its status, and every area, type and year asked for its row."""
    shape = resolved.question.shape
    if shape == "gap":
        return _complete_gap(rows, resolved)
    if resolved.by_type and shape not in ("areas_of_type", "type_changes"):
        return _complete_types(rows, resolved)
    if shape == "change":
        return _complete_change(rows, resolved, version)
    if shape == "type_changes":
        return rows.assign(status="value", from_period=resolved.years[0], period=resolved.years[-1]), ()
    if shape in ("value", "trend", "compare_areas", "map"):
        rows = _with_asked_rows(rows, resolved, version)
    if shape == "trend":
        rows = rows.assign(segment=segments(rows, resolved, version))
    rows = _settled(rows, resolved)
    return rows, _missing_notices(rows)


def _settled(rows: pd.DataFrame, resolved: Resolved) -> pd.DataFrame:
    """A ratio with nobody to divide by is not applicable, and no row lacks a status."""
    status = rows["status"].astype(object).where(rows["status"].notna(), "missing")
    if "denominator" in rows:
        status = status.mask(rows["value"].isna() & (rows["denominator"] == 0), "not_applicable")
    return rows.assign(status=status)


def _missing_notices(rows: pd.DataFrame) -> tuple[Notice, ...]:
    counts = rows["status"].value_counts()
    return tuple(
        Notice(code, {"count": int(counts[code]), "rows": len(rows)})
        for code in ("missing", "suppressed", "not_applicable")
        if counts.get(code, 0)
    )


def _with_asked_rows(rows: pd.DataFrame, resolved: Resolved, version: Version) -> pd.DataFrame:
    """Add a row marked missing for every named area and year that the facts lack."""
    if not resolved.codes or resolved.by_sex or resolved.by_age:
        return rows
    present = set(zip(rows["area"].tolist(), rows["period"].tolist(), strict=True))
    absent = [
        {
            "indicator": resolved.indicator.id,
            "area": code,
            "period": year,
            "sex": resolved.question.sex,
            "age": resolved.question.age,
            "status": "missing",
        }
        for code in resolved.codes
        for year in resolved.years
        if (code, year) not in present
    ]
    if not absent:
        return rows
    grown = pd.concat([rows, pd.DataFrame(absent, columns=rows.columns)], ignore_index=True)
    if resolved.question.shape != "trend":
        return grown
    return grown.sort_values(["area", "sex", "age", "period"], ignore_index=True, kind="stable")


def segments(rows: pd.DataFrame, resolved: Resolved, version: Version) -> list[int]:
    """The piece of the series each row belongs to; no line is drawn between two pieces."""
    starts = [each.year for each in resolved.breaks]
    changed = version.directory.changed
    moved = _division_start(resolved, version)
    return [
        sum(start <= year for start in starts)
        + int(moved is not None and area in changed and year >= moved)
        for area, year in zip(rows.get("area", [""] * len(rows)), rows["period"], strict=True)
    ]


def _division_start(resolved: Resolved, version: Version) -> int | None:
    """The first year of the newer division, when the series crosses to it."""
    years = resolved.years
    divisions = {year: version.offers.division(resolved.level, year) for year in years}
    newest = divisions[years[-1]]
    if all(division == newest for division in divisions.values()):
        return None
    return min(year for year, division in divisions.items() if division == newest)


def _complete_types(
    rows: pd.DataFrame, resolved: Resolved
) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    rows = _with_all_types(rows, resolved)
    share = resolved.question.shape == "population_share"
    status = []
    for value, areas, valued, preliminary in zip(
        rows["value"], rows["areas"], rows["valued"], rows["preliminary"], strict=True
    ):
        if areas == 0:
            status.append("zero" if share else "not_applicable")
        else:
            status.append(_summed_status(value, int(valued), int(preliminary)))
    rows = rows.assign(status=status, origin="computed")
    starts = [each.year for each in resolved.breaks]
    if len(resolved.years) > 1:
        rows["segment"] = [sum(start <= year for start in starts) for year in rows["period"]]
    return rows, _summed_notices(rows)


def _summed_status(value: float | None, valued: int, preliminary: int) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN
        return "missing" if valued else "suppressed"
    if value == 0:
        return "zero"
    return "preliminary" if preliminary else "value"


def _summed_notices(rows: pd.DataFrame) -> tuple[Notice, ...]:
    short = int((rows["areas"] - rows["valued"]).sum())
    notices = [Notice("summed_from_areas")]
    if short:
        notices.append(Notice("parts_left_out", {"count": short, "areas": int(rows["areas"].sum())}))
    return tuple(notices)


def _with_all_types(rows: pd.DataFrame, resolved: Resolved) -> pd.DataFrame:
    """A row for every area type asked for, also where no area is of that type."""
    if resolved.by_sex or resolved.by_age:
        return rows
    share = resolved.question.shape == "population_share"
    key = ["area", "period", "area_type"]
    present = set(rows[key].itertuples(index=False, name=None))
    totals: dict[tuple[str, int], Any] = defaultdict(lambda: None)
    for area, period, total in rows[["area", "period", "denominator"]].itertuples(index=False):
        totals[area, period] = total
    nothing = 0.0 if share else None
    absent = [
        {
            "indicator": resolved.indicator.id,
            "area": area,
            "area_type": kind,
            "period": year,
            "sex": resolved.question.sex,
            "age": resolved.question.age,
            "numerator": nothing,
            "denominator": totals[area, year] if share else None,
            "areas": 0,
            "valued": 0,
            "preliminary": 0,
            "value": nothing,
        }
        for area, year in sorted({(area, year) for area, year, _ in present})
        for kind in type_list(resolved.question)
        if (area, year, kind) not in present
    ]
    if absent:
        rows = pd.concat([rows, pd.DataFrame(absent, columns=rows.columns)], ignore_index=True)
    rows = rows.sort_values(["area", "period", "area_type"], ignore_index=True, kind="stable")
    if share and resolved.question.types:
        rows = rows[rows["area_type"].isin(resolved.question.types)].reset_index(drop=True)
    return rows


def _complete_gap(
    rows: pd.DataFrame, resolved: Resolved
) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    first, second = resolved.question.pair
    starts = [each.year for each in resolved.breaks]
    missing = rows["value"].isna()
    rows = rows.assign(
        first_type=first,
        second_type=second,
        status=[
            "not_applicable" if gone else ("zero" if value == 0 else "value")
            for gone, value in zip(missing, rows["value"], strict=True)
        ],
        segment=[sum(start <= year for start in starts) for year in rows["period"]],
        origin="computed",
    )
    notices = [Notice("summed_from_areas")]
    if missing.any():
        notices.append(Notice("type_absent", {"types": [first, second], "count": int(missing.sum())}))
    return rows, tuple(notices)


def _complete_change(
    rows: pd.DataFrame, resolved: Resolved, version: Version
) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    first, last = resolved.years
    notices: tuple[Notice, ...] = ()
    rows = rows.assign(from_period=first, period=last)
    status = rows["to_status"].where(rows["to_value"].isna(), rows["from_status"])
    status = status.astype(object).where(rows["value"].isna(), "value")
    status = status.where(status.notna(), "missing").mask(rows["value"] == 0, "zero")
    rows = rows.assign(status=status)
    if _division_start(resolved, version) is not None:
        moved = rows["area"].isin(version.directory.changed)
        rows.loc[moved, ["value", "status"]] = [None, "not_applicable"]
        notices = (Notice("border_changed", {"count": int(moved.sum())}),)
    return rows, notices + _missing_notices(rows)


def _comparison(
    resolved: Resolved, version: Version, owner: str | None, extra: list[Statement]
) -> pd.DataFrame:
    if resolved.question.shape not in COMPARED or resolved.by_type:
        return pd.DataFrame()
    frames = []
    for level, codes in _by_level(comparator_of(resolved)).items():
        if resolved.question.shape == "profile":
            statement = compile_profile(resolved, codes)
        elif level in version.offers.levels(resolved.indicator.id):
            statement = compile_comparison(resolved, codes)
        else:
            continue
        extra.append(statement)
        frames.append(version.engine.run(statement.sql, statement.params, owner))
    frame = concat(frames)
    if len(frame) and resolved.question.shape == "trend":
        frame = frame.assign(segment=segments(frame, resolved, version))
    return frame


def _by_level(compared: dict[str, str]) -> dict[Level, tuple[str, ...]]:
    found: dict[Level, set[str]] = defaultdict(set)
    for other in compared.values():
        found[level_of(other)].add(other)
    return {level: tuple(sorted(codes)) for level, codes in found.items()}


def _peers(
    resolved: Resolved, version: Version, owner: str | None, extra: list[Statement]
) -> pd.DataFrame:
    if resolved.question.shape != "value" or resolved.level == "riket":
        return pd.DataFrame()
    if resolved.by_sex or resolved.by_age:
        return pd.DataFrame()
    statement = compile_peers(resolved)
    extra.append(statement)
    return version.engine.run(statement.sql, statement.params, owner)
