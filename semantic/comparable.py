"""What may be compared with what: no line, change or ranking crosses a break.

A series is cut in *pieces*, numbered from 0: at the indicator's own breaks and, for areas whose
border moved, where the division of areas changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from semantic.errors import QuestionError, suggest
from semantic.groups import divisions_of
from semantic.model import INDEX, Break, Indicator
from semantic.question import level_of
from semantic.resolved import TYPE_LISTS, Resolved
from semantic.shapes import OF_MANY
from semantic.version import Version

Breaks = tuple[Break, ...]


def breaks_between(draft: Resolved, version: Version, first: int, last: int) -> Breaks:
    """The breaks that cut the series, with ``first`` before them and ``last`` on or after them."""
    if draft.question.shape in TYPE_LISTS | OF_MANY:
        return ()
    return _between(draft.indicator, draft, version, (first, last))


def breaks_told(draft: Resolved, version: Version) -> Breaks:
    """What the reader must know of the years asked for: breaks between them, and years that have
    been published anew. Of area types it is what is known of the index."""
    shape, years = draft.question.shape, draft.window
    indicator = version.catalogue.indicators.get(INDEX) if shape in TYPE_LISTS else draft.indicator
    if indicator is None or shape in OF_MANY:
        return ()
    revised = (
        each
        for each in indicator.breaks
        if each.last is not None and any(each.year <= year <= each.last for year in years)
    )
    found = [*revised, *_between(indicator, draft, version, (years[0], years[-1]))]
    return tuple(sorted(found, key=lambda each: each.year))


def _between(
    indicator: Indicator, draft: Resolved, version: Version, span: tuple[int, int]
) -> Breaks:
    cutting = (each for each in indicator.breaks if each.cuts)
    found = (_in_force(each, indicator, draft, version, span) for each in cutting)
    kept = (each for each in found if each is not None and span[0] < each.year <= span[1])
    return tuple(sorted(kept, key=lambda each: each.year))


def _in_force(
    each: Break, indicator: Indicator, draft: Resolved, version: Version, span: tuple[int, int]
) -> Break | None:
    """A break as it holds in these figures, None where it does not.

    One of another source does not concern them; new borders do only where the small areas of
    ``span`` lie in two divisions; a preliminary one where the newest figures are preliminary.
    """
    if each.source is not None and each.source not in version.sources:
        return None
    if each.kind == "division":
        over = indicator.segregation.over if indicator.segregation else draft.level
        return each if len({version.offers.division(over, year) for year in span}) > 1 else None
    if each.kind == "preliminary":
        question = draft.question
        start = version.offers.preliminary_from(
            indicator.id, draft.level, question.sex, question.age
        )
        return each.model_copy(update={"year": max(start, each.year)}) if start else None
    return each


def moved_areas(resolved: Resolved, version: Version, codes: Iterable[str]) -> frozenset[str]:
    """Those of ``codes`` that are not the same area in all years; for DeSO nobody has told which
    are, so none is. Riket, län and kommuner are the same in all."""
    if not resolved.crosses_divisions:
        return frozenset()
    small = frozenset(code for code in codes if level_of(code) in ("regso", "deso"))
    if resolved.level == "deso":
        return small
    find, divisions = version.directory.find, set(resolved.divisions.values())
    return frozenset(
        code
        for code in small
        if code in version.directory.changed
        or any(find(code, division) is None for division in divisions)
    )


def areas_asked(resolved: Resolved, version: Version) -> frozenset[str]:
    """The small areas a question reads, in whichever of its divisions they are."""
    if resolved.codes and not resolved.by_type:
        return frozenset(resolved.codes)
    inside = version.directory.inside
    return frozenset(
        code
        for division in set(resolved.divisions.values())
        for code in inside(resolved.level, division, resolved.inside)
    )


def moved_asked(resolved: Resolved, version: Version) -> frozenset[str]:
    """Those of the areas asked about that are not the same in all years."""
    return moved_areas(resolved, version, areas_asked(resolved, version))


def segments(
    areas: Sequence[str], years: Sequence[int], resolved: Resolved, version: Version
) -> list[int]:
    """The piece of its area's series that each (area, year) belongs to."""
    starts = {each.year for each in resolved.breaks if each.cuts}
    moved = moved_areas(resolved, version, set(areas))
    changes = resolved.division_changes
    return [
        sum(first <= year for first in starts)
        + (changes[year] if resolved.by_type or area in moved else 0)
        for area, year in zip(areas, years, strict=True)
    ]


def comparable_pairs(
    draft: Resolved, version: Version, years: Sequence[int]
) -> list[tuple[int, int]]:
    """The ends of each piece of ``years``, oldest piece first."""
    return [(piece[0], piece[-1]) for piece in _pieces(draft, version, years)]


def _pieces(draft: Resolved, version: Version, years: Sequence[int]) -> list[list[int]]:
    """The years, two or more, without a break and of one division where areas are compared one by
    one; the piece that ends first is first."""
    pieces: dict[tuple[int, int], list[int]] = {}
    found = breaks_between(draft, version, years[0], years[-1]) if years else ()
    starts = [each.year for each in found]
    divisions = divisions_of(draft, version, years) if _by_division(draft) else {}
    for year in sorted(years):
        key = (sum(start <= year for start in starts), divisions.get(year, 0))
        pieces.setdefault(key, []).append(year)
    return sorted(
        (piece for piece in pieces.values() if len(piece) > 1), key=lambda piece: piece[-1]
    )


def newest_pair(draft: Resolved, version: Version, years: Sequence[int]) -> tuple[int, ...]:
    """The two newest of ``years`` that may be compared; the two newest of all if none may."""
    pieces = _pieces(draft, version, years)
    return tuple((pieces[-1] if pieces else years)[-2:])


def check_pair(draft: Resolved, version: Version, years: Sequence[int]) -> None:
    """Refuse two years that may not be compared; ``years`` are those with figures."""
    near = suggest("years", _near_pairs(draft, version, years))
    if len(draft.years) != 2:
        raise QuestionError("needs_two_years", {}, near)
    first, last = draft.years
    if broken := breaks_between(draft, version, first, last):
        details = {"indicator": draft.indicator.id, "year": broken[0].year, "text": broken[0].text}
        raise QuestionError("across_break", details, near)
    if _by_division(draft) and draft.crosses_divisions:
        details = {"years": [first, last]}
        raise QuestionError("across_divisions", details, suggest("division", ["one"]) + near)


def _by_division(draft: Resolved) -> bool:
    """Whether the years are compared by the types of the areas, which a new division makes others,
    or area by area and nothing says which of them are the same; of changed types, unless those
    whose borders moved are left out."""
    one, shape = draft.question.division_basis.mode == "one", draft.question.shape
    return draft.level == "deso" or shape == "split" or (shape == "type_changes" and not one)


def _near_pairs(draft: Resolved, version: Version, years: Sequence[int]) -> list[list[int]]:
    """Comparable stretches, those nearest to the years asked for first."""
    pairs = comparable_pairs(draft, version, years)
    first, last = (draft.years[0], draft.years[-1]) if draft.years else (0, 0)
    near = sorted(pairs, key=lambda pair: abs(pair[0] - first) + abs(pair[1] - last))
    return [list(pair) for pair in near[:3]]
