"""Several figures of the same areas: in which year all have them, and in how many areas.

Two figures of small areas belong together only where both are read in one division of areas.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from semantic.errors import QuestionError, bad_value, suggest
from semantic.model import Indicator
from semantic.offers import Slice
from semantic.periods import chosen_years, years_with_figures
from semantic.resolved import Notice, Resolved, slice_of
from semantic.version import Version

LEAST_PAIRS = 5
"""With fewer areas nothing is said of how two figures hang together."""


def with_relation(draft: Resolved, version: Version) -> Resolved:
    """The one year in which two figures are laid beside each other, and what they share."""
    counted = common_years(draft, version, draft.indicators)
    if not counted:
        ids = [each.id for each in draft.indicators]
        raise QuestionError("no_common_year", {"indicators": ids, "level": draft.level})
    year, notices = _one_year(draft, counted, version)
    if counted[year] < LEAST_PAIRS:
        inside = next(iter((*draft.within, *draft.codes)), "")
        details = {"count": counted[year], "least": LEAST_PAIRS, "level": draft.level}
        raise QuestionError("too_few_areas", details | {"area": inside})
    shared = shared_parts(*draft.indicators)
    division = division_of_all(draft, version, year, draft.indicators) or 0
    return replace(
        draft,
        years=(year,),
        divisions={year: division},
        profile=tuple((each, year) for each in draft.indicators),
        notices=notices + ((Notice("shared_parts", shared),) if shared else ()),
    )


def _one_year(
    draft: Resolved, counted: Mapping[int, int], version: Version
) -> tuple[int, tuple[Notice, ...]]:
    """The newest year with areas enough, unless the asker names another."""
    asked = draft.question.periods
    enough = {year: count for year, count in counted.items() if count >= LEAST_PAIRS}
    candidates = enough if asked.mode in ("latest", "top") and enough else counted
    about = replace(draft, indicators=(_lacking(draft, version, asked.years),))
    years, notices = chosen_years(about, candidates, version)
    if len(years) > 1:
        given = f"{years[0]}–{years[-1]}"
        raise bad_value("periods", given, "one year", suggest("year", years[::-1][:3]))
    return years[0], notices


def _lacking(draft: Resolved, version: Version, years: Iterable[int]) -> Indicator:
    """The indicator that has no figure in one of ``years``; the first where none lacks any."""
    for each in draft.indicators:
        if set(years) - years_with_figures(draft, version, each).keys():
            return each
    return draft.indicator


def common_years(
    draft: Resolved, version: Version, indicators: tuple[Indicator, ...]
) -> dict[int, int]:
    """Year → number of areas with all the figures; only years with any."""
    years = set.intersection(
        *(set(version.offers.years(each.id, draft.level)) for each in indicators)
    )
    counted = {year: _count(draft, version, year, indicators) for year in sorted(years)}
    return {year: count for year, count in counted.items() if count}


def division_of_all(
    draft: Resolved, version: Version, year: int, indicators: tuple[Indicator, ...]
) -> int | None:
    """The one division that all the figures are read in; None where they differ."""
    found = {version.offers.division_of(slice_of(draft, year, each)) for each in indicators}
    return found.pop() if len(found) == 1 else None


def _count(draft: Resolved, version: Version, year: int, indicators: tuple[Indicator, ...]) -> int:
    division, offers = division_of_all(draft, version, year, indicators), version.offers
    if division is None:
        return 0
    slices = [slice_of(draft, year, each) for each in indicators]
    if draft.codes:
        return sum(all(offers.has(each, code) for each in slices) for code in draft.codes)
    inside = version.directory.inside(draft.level, division, draft.within)
    gaps = [offers.valued(each) for each in slices if not _complete(each, version)]
    return sum(all(code in valued for valued in gaps) for code in inside) if gaps else len(inside)


def _complete(each: Slice, version: Version) -> bool:
    offer = version.offers.offer(each)
    return offer is not None and offer.complete


def shared_parts(one: Indicator, other: Indicator) -> dict[str, str | None]:
    """Two indicators that have numbers in common by definition, and which of them is part of the
    other, if one is; empty for two that have none."""
    both: dict[str, str | None] = {"one": one.id, "other": other.id}
    for whole, part in ((one, other), (other, one)):
        if part.id in whole.made_of:
            return both | {"part": part.id}
    return both | {"part": None} if set(one.made_of) & set(other.made_of) else {}
