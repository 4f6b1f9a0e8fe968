"""Can it be answered? If so, what exactly is asked; if not, why, and what is nearest.

`resolve` turns a `Question` into a `Resolved`: names looked up, named periods turned into years,
every rule of comparability checked. What it lets through has at least one figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from semantic.comparable import areas_asked, breaks_told, check_pair, moved_asked
from semantic.errors import (
    QuestionError,
    Suggestion,
    Suggestions,
    bad_value,
    nearest,
    nearest_years,
    suggest,
)
from semantic.groups import divisions_of
from semantic.model import COMPONENTS, INDEX, Indicator, Level
from semantic.periods import can_be_added, chosen_years, fits_periods, no_year, years_with_figures
from semantic.places import places_of
from semantic.pooled import check_pooled
from semantic.question import (
    Question,
    ancestor,
)
from semantic.resolved import TYPE_LISTS, Notice, Resolved, slice_of
from semantic.shapes import OF_MANY
from semantic.similar import like_of, with_similar
from semantic.spread import check_spread
from semantic.standardise import check_standard
from semantic.suggestions import Attempt, Refused, working
from semantic.tenths import no_tenths
from semantic.together import shared_parts, with_relation
from semantic.version import Version
from semantic.wellformed import check_form

__all__ = ["Notice", "Resolved", "resolve"]

MOST_ROWS = 50_000
NEEDS_ALL_AREAS = frozenset({"compare_areas", "rank", "threshold", "map", "change"})


def resolve(question: Question, version: Version, attempt: Attempt | None = None) -> Resolved:
    """Check every part of ``question`` against ``version``.

    Raises `QuestionError` if it cannot be answered; every suggestion it carries has been tried, by
    ``attempt`` where there is more to it than these checks.
    """
    try:
        return _checked(question, version)
    except QuestionError as error:
        refused = Refused(question, version, error.code, error.details, attempt or _checked)
        first = error.suggestions_given

    def suggestions() -> Suggestions:
        return working(refused, first() if callable(first) else first)

    raise QuestionError(refused.code, refused.details, suggestions)


def _checked(question: Question, version: Version) -> Resolved:
    check_form(question)
    indicators = _indicators(question, version)
    by_type = question.rule.uses_types or "area_type" in question.by
    if question.shape == "definition":
        scope: Level = "riket"
        codes: tuple[str, ...] = ()
        within: tuple[str, ...] = ()
    else:
        scope, codes, within = places_of(question, version, by_type)
    if question.shape == "spread" and codes:
        kommuner = sorted({ancestor(code, "kommun") for code in codes})
        raise bad_value(
            "areas.codes", codes[0], "not inside anything", suggest("areas", [kommuner])
        )
    draft = Resolved(
        question=question,
        indicators=indicators,
        level="regso" if by_type else scope,
        scope=scope,
        codes=codes,
        within=within,
        by_type=by_type,
        by_sex="sex" in question.by,
        by_age="age" in question.by,
        type_year=question.type_basis.year,
    )
    if question.shape == "definition":
        return draft
    if question.shape in OF_MANY:
        _check_measures(draft)
        return _beside(_with_profile(draft, version), version)
    if question.shape in ("relation", "similar"):
        for each in indicators:
            _check_indicator(replace(draft, indicators=(each,)), version)
        chosen = with_relation if question.shape == "relation" else with_similar
        return chosen(draft, version)
    if question.shape not in TYPE_LISTS:
        _check_indicator(draft, version)
        _check_breakdowns(draft, version)
    return _beside(_with_years(draft, version), version)


def _beside(resolved: Resolved, version: Version) -> Resolved:
    """How the similar areas are found that all is laid beside, where they are asked for."""
    if resolved.question.comparator != "similar":
        return resolved
    like = like_of(resolved, version)
    if resolved.level == "deso" and len(like.divisions_read | resolved.divisions_read) > 1:
        raise bad_value("comparator", "similar", "same borders", suggest("value", ["riket"]))
    return replace(resolved, like=like)


def _indicators(question: Question, version: Version) -> tuple[Indicator, ...]:
    ids = question.indicators
    if question.shape in ("population_share", *TYPE_LISTS) and not ids:
        ids = ("folkmangd",)
    if question.shape == "type_changes":
        ids = (
            *ids,
            *(each for each in (INDEX, *COMPONENTS) if each in version.catalogue.indicators),
        )
    if question.shape == "profile" and not ids:
        offered = version.offers.indicators()
        ids = tuple(each.id for each in version.catalogue if each.id in offered)
    if question.shape == "segregation":
        offered = version.offers.indicators()
        ids = tuple(
            each.id for each in version.catalogue if each.segregation and each.id in offered
        )
    if question.shape == "definition" and not ids:
        _check_concept(question, version)
    return tuple(_indicator(each, version) for each in ids)


def _indicator(identity: str, version: Version) -> Indicator:
    known = version.catalogue.indicators
    if identity in known:
        return known[identity]

    def near() -> Suggestions:
        names = {name: each.id for each in known.values() for name in (each.id, each.label.sv)}
        ids = dict.fromkeys(names[name] for name in nearest(identity, names))
        return tuple(Suggestion("indicator", each, known[each].label.sv) for each in ids)

    raise QuestionError("unknown_indicator", {"given": identity}, near)


def _check_concept(question: Question, version: Version) -> None:
    if question.concept is None:
        raise QuestionError("missing_key", {"key": "concept"})
    known = version.catalogue.concepts
    if question.concept not in known:
        near = suggest("concept", nearest(question.concept, known))
        raise QuestionError("unknown_concept", {"given": question.concept}, near)


_OF_SHARES: Mapping[str, str] = {
    "persons": "a share of something",
    "slope": "a share with a slope",
    "tenths": "a share with tenths",
}
"""Measures of a share or a rate only, each with why."""


def _check_indicator(draft: Resolved, version: Version) -> None:
    offers, indicator = version.offers, draft.indicator
    details = {"indicator": indicator.id, "level": draft.level}
    if indicator.id not in offers.indicators():
        raise QuestionError("no_data_for_indicator", details)
    if draft.by_type and not indicator.additive:
        raise QuestionError("not_additive", details)
    if draft.question.shape == "population_share" and indicator.kind != "count":
        near = suggest("indicator", ["folkmangd"])
        raise bad_value("indicators", indicator.id, "a count of people", near)
    if draft.question.shape == "split" and indicator.kind != "ratio":
        raise bad_value("indicators", indicator.id, "a share to split")
    measure = draft.question.asked_measure
    if measure in _OF_SHARES and indicator.kind != "ratio":
        near = suggest("value", ["difference", "ratio"])
        raise bad_value("measure", measure, _OF_SHARES[measure], near)
    if draft.level not in offers.levels(indicator.id):
        raise QuestionError("no_data_for_level", details)


def _check_breakdowns(draft: Resolved, version: Version) -> None:
    question, offers = draft.question, version.offers
    details = {"indicator": draft.indicator.id}
    sexes = offers.sexes(draft.indicator.id, draft.level)
    ages = offers.ages(draft.indicator.id, draft.level)
    if (draft.by_sex or question.sex != "total") and not {"women", "men"} <= sexes:
        raise QuestionError("no_data_for_breakdown", details | {"breakdown": "sex"})
    if draft.by_age and not ages:
        raise QuestionError("no_data_for_breakdown", details | {"breakdown": "age"})
    if question.age != "total" and question.age not in ages:
        near = suggest("age", nearest(question.age, ages) or ages[:3])
        raise QuestionError("no_data_for_breakdown", details | {"breakdown": "age"}, near)


def _with_years(draft: Resolved, version: Version) -> Resolved:
    covered = years_with_figures(draft, version)
    if not covered:
        raise _nothing_there(draft, version)
    years, notices = chosen_years(draft, covered, version)
    draft = replace(draft, years=years)
    draft = replace(draft, divisions=divisions_of(draft, version, draft.window))
    if draft.question.rule.years == "one" and len(years) > 1:
        given = f"{years[0]}–{years[-1]}"
        raise bad_value("periods", given, "one year", suggest("year", years[::-1][:3]))
    if draft.question.rule.years == "two":
        check_pair(draft, version, tuple(covered))
    _check_size(draft, version)
    check_standard(draft, version)
    notices += check_pooled(draft, covered, version)
    if draft.question.shape == "spread":
        check_spread(draft, version)
    if draft.question.shape in NEEDS_ALL_AREAS and not draft.codes and not draft.pools:
        notices += _partial(draft, version)
    notices += _noise(draft) + _one_division(draft, version) + _ordered_by_itself(draft, version)
    return replace(
        draft,
        breaks=breaks_told(draft, version),
        notices=notices,
        also_over=_also_over(draft, version),
    )


def _ordered_by_itself(draft: Resolved, version: Version) -> tuple[Notice, ...]:
    """That the index which areas are put in the order of is made of the figure asked about."""
    index = version.catalogue.indicators.get(INDEX)
    if not draft.in_tenths or index is None:
        return ()
    shared = shared_parts(draft.indicator, index)
    return (Notice("shared_parts", dict(shared)),) if shared else ()


def _one_division(draft: Resolved, version: Version) -> tuple[Notice, ...]:
    """Which division holds throughout, and how many areas asked about have no earlier years."""
    if not draft.one_division:
        return ()
    if draft.level == "deso":
        raise QuestionError("across_divisions", {"years": [draft.years[0], draft.years[-1]]})
    division = draft.divisions[draft.years[-1]]
    asked, moved = areas_asked(draft, version), moved_asked(draft, version)
    details = {"division": division, "count": len(moved), "areas": len(asked)}
    return (Notice("one_division", details),)


def _also_over(draft: Resolved, version: Version) -> tuple[Indicator, ...]:
    return tuple(
        other
        for other in version.catalogue.over_other_areas(draft.indicator)
        if draft.codes
        and all(
            version.offers.has(slice_of(draft, year, other), code)
            for year in draft.years
            for code in draft.codes
        )
    )


def _check_size(draft: Resolved, version: Version) -> None:
    """An answer nobody can read is refused before it is made."""
    question = draft.question
    if question.limit is not None and len(draft.years) > 1 and question.shape == "compare_areas":
        raise bad_value(
            "limit", str(question.limit), "one year", suggest("year", draft.years[::-1][:3])
        )
    areas = len(draft.codes) or len(
        version.directory.inside(draft.scope, _scope_division(draft, version), draft.within)
    )
    ages = version.offers.ages(draft.indicator.id, draft.level) if draft.by_age else [""]
    groups = len(ages) * (2 if draft.by_sex else 1) * (5 if draft.by_type else 1)
    rows = areas * groups * (1 if question.rule.years == "two" else len(draft.years))
    if rows > MOST_ROWS and question.row_limit is None:
        raise QuestionError("too_many_areas", {"count": rows, "most": MOST_ROWS, "rows": True})


def _scope_division(draft: Resolved, version: Version) -> int:
    if draft.scope == draft.level:
        return draft.divisions[draft.years[-1]]
    return version.offers.division(draft.scope, draft.years[-1])


def _check_measures(draft: Resolved) -> None:
    """The measures of one place are laid beside each other, where there are any."""
    if draft.question.shape != "segregation":
        return
    if not draft.indicators:
        raise QuestionError("no_data_for_indicator", {"indicator": ""})
    if len(draft.codes) > 1:
        near = suggest("areas", [[code] for code in draft.codes[:3]])
        raise bad_value("areas.codes", ", ".join(draft.codes), "one place", near)


def _with_profile(draft: Resolved, version: Version) -> Resolved:
    """Each indicator gets its newest year, or the newest of those asked for that it has."""
    chosen: list[tuple[Indicator, int]] = []
    seen: set[int] = set()
    for indicator in draft.indicators:
        covered = years_with_figures(draft, version, indicator)
        seen |= covered.keys()
        if fitting := [year for year in covered if fits_periods(draft.question, year)]:
            chosen.append((indicator, fitting[-1]))
    if not seen:
        raise _nothing_there(draft, version)
    if not chosen:
        periods = draft.question.periods
        raise no_year(draft, periods.first or (*periods.years, 0)[0], seen)
    years = tuple(sorted({year for _, year in chosen}))
    return replace(
        draft,
        indicators=tuple(indicator for indicator, _ in chosen),
        years=years,
        divisions={year: version.offers.division(draft.level, year) for year in years},
        profile=tuple(chosen),
        profile_divisions={
            indicator.id: version.offers.division_of(slice_of(draft, year, indicator))
            for indicator, year in chosen
        },
    )


def _nothing_there(draft: Resolved, version: Version) -> QuestionError:
    offers = version.offers
    if draft.in_tenths and can_be_added(draft, version):
        return no_tenths()
    if draft.by_type and not draft.in_tenths:
        typed = [year for year in offers.type_years() if offers.fully_typed(year, draft.inside)]
        if not typed:
            return QuestionError("no_area_types", {"year": None})
        if draft.type_year is not None and draft.type_year not in typed:
            near = suggest("type_year", nearest_years(draft.type_year, typed))
            return QuestionError("no_area_types", {"year": draft.type_year}, near)
    area = (*draft.codes, *draft.within, "")[0]
    details = {"indicator": draft.indicator.id, "area": area, "level": draft.level}
    return QuestionError("no_data_for_area", details)


def _noise(draft: Resolved) -> tuple[Notice, ...]:
    """Figures that are added up here from parts with random deviations in them."""
    if not draft.by_type or draft.question.shape in TYPE_LISTS:
        return ()
    starts = [each.year for each in draft.indicator.breaks if each.kind == "noise"]
    found = [year for year in starts if year <= draft.years[-1]]
    return (Notice("noise_in_sums", {"year": found[0]}),) if found else ()


def _partial(draft: Resolved, version: Version) -> tuple[Notice, ...]:
    for year in draft.years:
        valued, areas = version.offers.coverage(slice_of(draft, year), draft.within)
        if valued < areas:
            return (Notice("partial_coverage", {"year": year, "valued": valued, "areas": areas}),)
    return ()
