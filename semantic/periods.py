"""Which years a question is about: named periods turned into years that have figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from semantic.comparable import newest_pair
from semantic.errors import QuestionError, nearest_years, suggest
from semantic.groups import probes
from semantic.model import Indicator
from semantic.offers import Slice
from semantic.pooled import newest_whole
from semantic.question import Question
from semantic.resolved import TYPE_LISTS, Notice, Resolved, slice_of
from semantic.tenths import has_tenths
from semantic.version import Version

Years = tuple[int, ...]


def years_with_figures(
    draft: Resolved, version: Version, indicator: Indicator | None = None
) -> dict[int, int]:
    """Year → number of areas with a figure inside what is asked for; only years with any."""
    if draft.question.shape in TYPE_LISTS:
        return {
            year: 1
            for year in version.offers.type_years()
            if version.offers.fully_typed(year, draft.inside)
        }
    covered: dict[int, int] = {}
    for each in _slices(draft, version, indicator):
        if count := _covered(draft, version, each):
            covered[each.year] = max(count, covered.get(each.year, 0))
    return dict(sorted(covered.items()))


def can_be_added(draft: Resolved, version: Version) -> bool:
    """Whether anything inside what is asked for can be added up in any year, however it is
    grouped."""
    slices = _slices(draft, version)
    return any(version.offers.summable(each, draft.inside) for each in slices)


def _slices(
    draft: Resolved, version: Version, indicator: Indicator | None = None
) -> Iterator[Slice]:
    """Those with figures of the groups of people asked about, of all years."""
    for probe in probes(slice_of(draft, 0, indicator), draft, version):
        yield from version.offers.of_years(probe.indicator, probe.level, probe.sex, probe.age)


def _covered(draft: Resolved, version: Version, each: Slice) -> int:
    offers = version.offers
    if draft.by_type:
        return offers.summable(each, draft.inside) if typed(draft, version, each) else 0
    if draft.codes:
        return sum(offers.has(each, code) for code in draft.codes)
    return offers.coverage(each, draft.within)[0]


def typed(draft: Resolved, version: Version, each: Slice) -> bool:
    """Whether all RegSO in question have a type, on the basis and in the division of the slice; or
    enough of them an index, where they are in the order of that."""
    if draft.in_tenths:
        return has_tenths(draft, version, each)
    offers = version.offers
    year = draft.type_year or each.year
    return offers.fully_typed(year, draft.inside) and (
        offers.type_division(year) == offers.division_of(each)
    )


def chosen_years(
    draft: Resolved, covered: Mapping[int, int], version: Version
) -> tuple[Years, tuple[Notice, ...]]:
    """The years meant by the question's periods; each is one of ``covered``, which is not empty."""
    periods, kind = draft.question.periods, draft.question.rule.years
    if periods.mode == "latest":
        return _latest(draft, covered, version), ()
    if periods.mode == "list":
        for year in periods.years:
            if year not in covered:
                raise no_year(draft, year, covered)
        return periods.years, ()
    if periods.mode == "top":
        newest = _well_covered(draft, covered)[-(periods.n or 1) :]
        return (_ends(newest) if kind == "two" else newest), ()
    first, last = periods.first or 0, periods.last or 0
    inside = tuple(year for year in covered if first <= year <= last)
    if kind == "two":
        inside = (first, last)
    for year in inside or (first,):
        if year not in covered:
            raise no_year(draft, year, covered)
    short = inside[0] > first or inside[-1] < last
    notice = Notice("years_shortened", {"first": inside[0], "last": inside[-1]})
    return (_ends(inside) if kind == "two" else inside), (notice,) if short else ()


def _latest(draft: Resolved, covered: Mapping[int, int], version: Version) -> Years:
    good = _well_covered(draft, covered)
    if draft.question.shape == "trend":
        return good
    if draft.question.rule.years == "two":
        return newest_pair(draft, version, good)
    if draft.codes:
        most = max(covered[year] for year in good)
        good = tuple(year for year in good if covered[year] == most)
    if draft.pools:
        return newest_whole(draft, good, covered, version)
    return good[-1:]


def _well_covered(draft: Resolved, covered: Mapping[int, int]) -> Years:
    """Years that cover at least half as many areas as the best one; all of them for named areas,
    whose missing figures are shown as such."""
    if draft.codes and not draft.by_type:
        return tuple(covered)
    return best_years(covered, covered)


def best_years(years: Iterable[int], covered: Mapping[int, int]) -> Years:
    """Those of ``years`` that cover at least half as many areas as the best of them."""
    known = [year for year in years if covered.get(year)]
    most = max((covered[year] for year in known), default=0)
    return tuple(year for year in known if covered[year] * 2 >= most)


def _ends(years: Years) -> Years:
    return tuple(dict.fromkeys((years[0], years[-1])))


def fits_periods(question: Question, year: int) -> bool:
    """Whether the question's periods have room for ``year``."""
    periods = question.periods
    if periods.mode == "list":
        return year in periods.years
    if periods.mode == "range":
        return (periods.first or 0) <= year <= (periods.last or 0)
    return True


def no_year(draft: Resolved, year: int, covered: Iterable[int]) -> QuestionError:
    details = {"indicator": draft.indicator.id, "year": year, "level": draft.level}
    near = suggest("year", nearest_years(year, sorted(covered)))
    return QuestionError("no_data_for_year", details, near)
