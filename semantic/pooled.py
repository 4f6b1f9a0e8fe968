"""Several years put together into one figure, for areas with few inhabitants.

The figure of a year is then the sum of the numerators of that year and the ones before it, divided
by the sum of their denominators: a ratio of sums, never a mean of percentages. It describes the
whole period and not its last year, as the multiyear estimates do that small areas have in the
American Community Survey (U.S. Census Bureau, Understanding and Using American Community Survey
Data: What All Data Users Need to Know, 2020).

All of the years must have the figure, without a break between them, of one and the same area; an
area that lacks one of them has no figure, never one of fewer years.

The years are not independent: most figures count a stock, so that the same persons are in several
of them. What is judged is therefore the mean numerator and denominator of one year (`of_one_year`),
and a figure of more years is never called more certain than one of a single year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from semantic.comparable import areas_asked, breaks_between, moved_areas
from semantic.errors import (
    QuestionError,
    Suggestion,
    Suggestions,
    bad_value,
    nearest_years,
    suggest,
)
from semantic.groups import divisions_of, probes
from semantic.offers import Slice
from semantic.resolved import Notice, Resolved, slice_of
from semantic.version import Version


def of_one_year(sums: tuple[Any, Any], years: int) -> tuple[Any, Any]:
    """The mean numerator and denominator of one of ``years``; None where there is none."""
    numerator, denominator = (None if each is None else each / years for each in sums)
    return numerator, denominator


def pooled_in(draft: Resolved, year: int, version: Version) -> Resolved:
    """The question with the years put together that end in ``year``."""
    at = replace(draft, years=(year,))
    return replace(at, divisions=divisions_of(at, version, at.window))


def newest_whole(
    draft: Resolved, years: Iterable[int], covered: Mapping[int, int], version: Version
) -> tuple[int, ...]:
    """The newest of ``years`` that can be put together with those before it for at least half of
    the areas with a figure in it; the newest of all where none can."""
    newest_first = sorted(years, reverse=True)
    for year in newest_first:
        if 2 * _whole(pooled_in(draft, year, version), version) >= covered[year]:
            return (year,)
    return tuple(newest_first[:1])


def check_pooled(
    draft: Resolved, covered: Mapping[int, int], version: Version
) -> tuple[Notice, ...]:
    """Refuse years that cannot be put together, else tell that they are, and of how many areas not
    all of them have a figure; ``covered`` are the years with figures."""
    question, window = draft.question, draft.window
    if question.pooled == 1:
        return ()
    if draft.indicator.kind != "ratio":
        raise _refused(draft, "a share of several years")
    if len(draft.years) > 1:
        raise _refused(draft, "years up to one", suggest("year", draft.years[::-1][:3]))

    def near() -> Suggestions:
        """Other last years, then fewer years."""
        near_by = nearest_years(window[-1], sorted(covered))
        found = [
            year for year in near_by if year != window[-1]
            and _whole(pooled_in(draft, year, version), version)
        ]  # fmt: skip
        return suggest("year", found) + tuple(_fewer(question.pooled))

    details = {"key": "pooled", "indicator": draft.indicator.id, "level": draft.level}
    if lacking := [year for year in window if year not in covered]:
        raise QuestionError("no_data_for_year", details | {"year": lacking[-1]}, near)
    if broken := breaks_between(draft, version, window[0], window[-1]):
        found = {"year": broken[0].year, "text": broken[0].text}
        raise QuestionError("across_break", details | found, near)
    if not (whole := _whole(draft, version)):
        raise _refused(draft, "no area in all years", near)
    told = {"first": window[0], "last": window[-1], "count": len(window)}
    return (
        Notice("pooled", told | {"counts": draft.indicator.counts}),
        *_left_out(draft, whole, version),
    )


def _left_out(draft: Resolved, whole: int, version: Version) -> Iterator[Notice]:
    """How many of all the areas asked about lack a figure in one of the years or have moved."""
    if draft.codes:
        return
    asked = len(_codes(draft, version))
    if whole < asked:
        first, *_, last = draft.window
        details = {"first": first, "year": last, "valued": whole, "areas": asked}
        yield Notice("partial_coverage", details)


def _whole(draft: Resolved, version: Version) -> int:
    """Of how many areas all the years have a figure, in any of the groups; 0 across a break."""
    if breaks_between(draft, version, draft.window[0], draft.window[-1]):
        return 0
    codes = _codes(draft, version)
    same = codes - moved_areas(draft, version, codes)
    everybody = slice_of(draft, draft.years[-1])
    return max(
        (len(_in_all(each, same, draft, version)) for each in probes(everybody, draft, version)),
        default=0,
    )


def _codes(draft: Resolved, version: Version) -> frozenset[str]:
    """The areas asked about, as they are in the last of the years."""
    if draft.codes:
        return areas_asked(draft, version)
    division = draft.divisions[draft.years[-1]]
    return frozenset(version.directory.inside(draft.level, division, draft.within))


def _in_all(
    each: Slice, codes: frozenset[str], draft: Resolved, version: Version
) -> frozenset[str]:
    """Those of ``codes`` that have the figure of the group with its parts in all the years."""
    for year in draft.window:
        found = replace(each, year=year)
        offer = version.offers.offer(found)
        if offer is None or not offer.parts:
            return frozenset()
        if not offer.complete or offer.parts < offer.valued:
            codes &= version.offers.valued(found, True)
    return codes


def _fewer(years: int) -> Iterator[Suggestion]:
    if years > 3:
        yield Suggestion("pooled", 3)
    yield Suggestion("without", "pooled")


def _refused(
    draft: Resolved, reason: str, near: Suggestions | Callable[[], Suggestions] = ()
) -> QuestionError:
    return bad_value("pooled", str(draft.question.pooled), reason, near)
