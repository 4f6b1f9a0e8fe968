"""Can it be answered? If so, what exactly is asked; if not, why, and what is nearest.

`resolve` turns a `Question` into a `Resolved`: names looked up, named periods turned into years,
every rule of comparability checked. What it lets through has at least one figure.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from semantic.errors import QuestionError, Suggestion, nearest, nearest_years, suggest
from semantic.model import AREA_TYPES, RIKET, Break, Indicator, Level
from semantic.offers import Slice, best_years
from semantic.question import AREA_CODE, MAX_CODES, Question, ancestor, level_of
from semantic.version import Version

BY_TYPE_LEVELS: tuple[Level, ...] = ("riket", "lan", "kommun")
NEEDS_ALL_AREAS = frozenset({"compare_areas", "rank", "threshold", "map", "change"})


@dataclass(frozen=True)
class Notice:
    """Something the reader must know; the words are made in `assistant.wording`."""

    code: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Resolved:
    """A question that can be answered. ``codes`` empty means all areas of ``level`` in ``within``.

    ``profile`` gives each indicator of a profile the year it is shown for. ``level`` is the level of the cells that are read (RegSO whenever area types group them);
    ``scope`` the level of the areas that the answer is about.
    """

    question: Question
    indicators: tuple[Indicator, ...]
    level: Level
    scope: Level
    codes: tuple[str, ...]
    within: tuple[str, ...]
    years: tuple[int, ...]
    profile: tuple[tuple[Indicator, int], ...]
    by_type: bool
    by_sex: bool
    by_age: bool
    type_year: int | None
    breaks: tuple[Break, ...]
    notices: tuple[Notice, ...]

    @property
    def indicator(self) -> Indicator:
        return self.indicators[0]


def resolve(question: Question, version: Version) -> Resolved:
    """Check every part of ``question`` against ``version``; raise `QuestionError` if it fails."""
    _check_form(question)
    indicators = _indicators(question, version)
    by_type = question.rule.uses_types or "area_type" in question.by
    scope, codes, within = _areas(question, version, by_type)
    level: Level = "regso" if by_type else scope
    draft = Resolved(
        question=question,
        indicators=indicators,
        level=level,
        scope=scope,
        codes=codes,
        within=within,
        years=(),
        profile=(),
        by_type=by_type,
        by_sex="sex" in question.by,
        by_age="age" in question.by,
        type_year=question.type_basis.year,
        breaks=(),
        notices=(),
    )
    if question.shape == "definition":
        return draft
    if question.shape not in ("areas_of_type", "type_changes", "profile"):
        _check_indicator(draft, version)
        _check_breakdowns(draft, version)
    return _with_years(draft, version)


def _check_form(question: Question) -> None:
    rule, count = question.rule, len(question.indicators)
    least, most = rule.indicators
    if count < least:
        raise QuestionError("missing_key", {"key": "indicators"})
    if count > most:
        raise QuestionError(
            "bad_value",
            {"key": "indicators", "given": ", ".join(question.indicators), "reason": f"most {most}"},
            suggest("indicator", question.indicators[:most]),
        )
    if wrong := set(question.by) - set(rule.by) - set(rule.extra_by):
        given = sorted(wrong)[0]
        raise QuestionError(
            "bad_value",
            {"key": "by", "given": given, "reason": "not for this shape"},
            suggest("value", [*rule.extra_by]),
        )
    if question.shape == "threshold" and question.threshold is None:
        raise QuestionError("missing_key", {"key": "threshold"})
    if question.shape == "gap" and question.pair[0] == question.pair[1]:
        raise QuestionError(
            "bad_value",
            {"key": "types", "given": str(question.types), "reason": "a gap lies between two"},
            suggest("value", [[1, 5]]),
        )


def _indicators(question: Question, version: Version) -> tuple[Indicator, ...]:
    ids = question.indicators
    if question.shape in ("population_share", "areas_of_type", "type_changes") and not ids:
        ids = ("folkmangd",)
    if question.shape == "profile" and not ids:
        offered = version.offers.indicators()
        ids = tuple(each.id for each in version.catalogue if each.id in offered)
    if question.shape == "definition" and not ids:
        _check_concept(question, version)
    return tuple(_indicator(each, version) for each in ids)


def _indicator(identity: str, version: Version) -> Indicator:
    known = version.catalogue.indicators
    if identity in known:
        return known[identity]
    names = {name: each.id for each in known.values() for name in (each.id, each.label.sv)}
    near = list(dict.fromkeys(names[name] for name in nearest(identity, names)))
    raise QuestionError(
        "unknown_indicator", {"given": identity[:60]}, _indicator_suggestions(near, version)
    )


def _indicator_suggestions(ids: list[str], version: Version) -> tuple[Suggestion, ...]:
    return tuple(
        Suggestion("indicator", each, version.catalogue.indicators[each].label.sv) for each in ids
    )


def _check_concept(question: Question, version: Version) -> None:
    if question.concept is None:
        raise QuestionError("missing_key", {"key": "concept"})
    if question.concept not in version.catalogue.concepts:
        near = nearest(question.concept, version.catalogue.concepts)
        raise QuestionError(
            "unknown_concept", {"given": question.concept[:60]}, suggest("concept", near)
        )


def _areas(
    question: Question, version: Version, by_type: bool
) -> tuple[Level, tuple[str, ...], tuple[str, ...]]:
    asked = question.areas
    for code in (*asked.codes, *asked.within):
        _check_code(code, version)
    if len(asked.codes) > MAX_CODES or len(asked.within) > MAX_CODES:
        raise QuestionError("too_many_areas", {"count": len(asked.codes), "most": MAX_CODES})
    level = asked.level or _common_level(asked.codes)
    if level is None:
        level = _level_by_default(question, by_type)
    for code in asked.codes:
        if level_of(code) != level:
            fitting = suggest("level", [level_of(code)])
            raise QuestionError("wrong_level", {"area": code, "level": level}, fitting)
    if by_type and level not in BY_TYPE_LEVELS:
        near = [Suggestion("level", each) for each in ("kommun", "lan", "riket")]
        raise QuestionError("wrong_level", {"area": "", "level": level}, tuple(near))
    codes = (RIKET,) if level == "riket" else asked.codes
    if question.rule.needs_codes and not codes and not asked.within:
        raise QuestionError("needs_areas", {"level": level}, _example_areas(level, version))
    return level, codes, () if codes else tuple(code for code in asked.within if code != RIKET)


def _check_code(code: str, version: Version) -> None:
    if AREA_CODE.fullmatch(code) and code in version.directory:
        return
    hits = [hit.code for hit in version.search.find(code[:40], limit=3)]
    near = hits or nearest(code[:40], version.directory.everything)
    raise QuestionError("unknown_area", {"given": code[:40]}, area_suggestions(near, version))


def area_suggestions(codes: list[str], version: Version) -> tuple[Suggestion, ...]:
    return tuple(Suggestion("area", code, version.directory.label(code)) for code in codes)


def _common_level(codes: tuple[str, ...]) -> Level | None:
    return level_of(codes[0]) if codes else None


def _level_by_default(question: Question, by_type: bool) -> Level:
    if by_type and question.areas.within:
        return level_of(question.areas.within[0])
    if by_type or not question.areas.within:
        if question.shape in ("rank", "map", "threshold", "compare_areas", "change"):
            raise QuestionError(
                "missing_key", {"key": "areas.level"}, suggest("level", ["kommun", "regso", "lan"])
            )
        return "riket"
    inner: dict[Level, Level] = {"riket": "kommun", "lan": "kommun", "kommun": "regso"}
    return inner.get(level_of(question.areas.within[0]), "regso")


def _example_areas(level: Level, version: Version) -> tuple[Suggestion, ...]:
    divisions = version.directory.divisions(level)
    codes = version.directory.codes(level, divisions[-1]) if divisions else []
    return area_suggestions(codes[:3], version)


def _check_indicator(draft: Resolved, version: Version) -> None:
    offers, indicator = version.offers, draft.indicator
    details = {"indicator": indicator.id, "level": draft.level}
    if indicator.id not in offers.indicators():
        raise QuestionError("no_data_for_indicator", details, _other_indicators(draft, version))
    if draft.by_type and not indicator.additive:
        raise QuestionError("not_additive", details, _other_indicators(draft, version))
    if draft.level not in offers.levels(indicator.id):
        near = _other_levels(draft, version) or _other_indicators(draft, version)
        raise QuestionError("no_data_for_level", details, near)


def _other_indicators(draft: Resolved, version: Version) -> tuple[Suggestion, ...]:
    """Indicators the same question can be asked of, those of the same theme first."""
    theme = draft.indicator.theme
    ordered = sorted(version.catalogue, key=lambda each: each.theme != theme)
    fitting = (
        each.id
        for each in ordered
        if (each.additive or not draft.by_type)
        and years_with_figures(replace(draft, indicators=(each,)), version)
    )
    return _indicator_suggestions(list(islice(fitting, 3)), version)


def _other_levels(draft: Resolved, version: Version) -> tuple[Suggestion, ...]:
    """Levels at which the same indicator has figures inside the areas asked about."""
    if draft.by_type:
        return ()
    inside = draft.within or draft.codes
    return suggest(
        "level",
        [
            level
            for level in version.offers.levels(draft.indicator.id)
            if level != draft.level
            and years_with_figures(
                replace(draft, level=level, scope=level, codes=(), within=inside), version
            )
        ],
    )


def _check_breakdowns(draft: Resolved, version: Version) -> None:
    question, offers = draft.question, version.offers
    sexes = offers.sexes(draft.indicator.id, draft.level)
    ages = offers.ages(draft.indicator.id, draft.level)
    details = {"indicator": draft.indicator.id}
    if (draft.by_sex or question.sex != "total") and not {"women", "men"} <= sexes:
        raise QuestionError("no_data_for_breakdown", details | {"breakdown": "sex"})
    if draft.by_age and not ages:
        raise QuestionError("no_data_for_breakdown", details | {"breakdown": "age"})
    if question.age != "total" and question.age not in ages:
        near = nearest(question.age, ages) or ages[:3]
        raise QuestionError(
            "no_data_for_breakdown", details | {"breakdown": "age"}, suggest("age", near)
        )
    if draft.by_sex and draft.by_age:
        raise QuestionError("no_data_for_breakdown", details | {"breakdown": "sex+age"})


def slice_of(draft: Resolved, year: int, indicator: Indicator | None = None) -> Slice:
    """The slice that decides whether the question has figures that year."""
    question = draft.question
    sex = "women" if draft.by_sex else question.sex
    age = question.age
    return Slice((indicator or draft.indicator).id, draft.level, year, sex, age)


def years_with_figures(draft: Resolved, version: Version) -> dict[int, int]:
    """Year → number of areas with a figure inside what is asked for; only years with any."""
    if draft.question.shape in ("areas_of_type", "type_changes"):
        return {
            year: 1
            for year in version.offers.type_years()
            if _typed(draft, version, year)
        }
    covered: dict[int, int] = {}
    probe = slice_of(draft, 0)
    for year in version.offers.years(probe.indicator, probe.level, probe.sex, probe.age):
        if count := _covered(draft, version, replace(probe, year=year)):
            covered[year] = count
    return covered


def _covered(draft: Resolved, version: Version, each: Slice) -> int:
    offers = version.offers
    if draft.by_type:
        offer = offers.offer(each)
        if offer is None or not offer.parts or not _typed(draft, version, each.year):
            return 0
        return offers.coverage(each, draft.codes or draft.within)[0]
    if draft.codes:
        return sum(offers.has(each, code) for code in draft.codes)
    return offers.coverage(each, draft.within)[0]


def _typed(draft: Resolved, version: Version, year: int) -> bool:
    """Whether all RegSO in question have a type for that year, on the basis asked for."""
    offers = version.offers
    inside = tuple(code for code in draft.codes or draft.within if code != RIKET)
    if draft.type_year is None:
        return offers.fully_typed(year, inside)
    return offers.fully_typed(draft.type_year, inside) and offers.type_division(
        draft.type_year
    ) == offers.division("regso", year)


def _with_years(draft: Resolved, version: Version) -> Resolved:
    if draft.question.shape == "profile":
        return _with_profile(draft, version)
    covered = years_with_figures(draft, version)
    if not covered:
        raise _nothing_there(draft, version)
    years, notices = _chosen_years(draft, covered)
    if draft.question.rule.years == "one" and len(years) > 1:
        raise QuestionError(
            "bad_value",
            {"key": "periods", "given": f"{years[0]}–{years[-1]}", "reason": "one year"},
            suggest("year", years[::-1][:3]),
        )
    draft = replace(draft, years=years)
    breaks = _breaks(draft, version)
    if draft.question.shape in ("change", "type_changes"):
        _check_comparable(draft, version, covered, breaks)
    if draft.question.shape in NEEDS_ALL_AREAS and not draft.codes:
        notices += _partial(draft, version)
    if any(_has_preliminary(draft, version, year) for year in years):
        notices += (Notice("preliminary"),)
    return replace(draft, breaks=breaks, notices=notices)


def _with_profile(draft: Resolved, version: Version) -> Resolved:
    """Each indicator gets its newest year, or the years asked for where it has them."""
    chosen: list[tuple[Indicator, int]] = []
    seen: dict[int, int] = {}
    for indicator in draft.indicators:
        one = replace(draft, indicators=(indicator,))
        covered = years_with_figures(one, version)
        seen |= covered
        years = [year for year in covered if _within_periods(draft.question, year)]
        if years:
            chosen.append((indicator, years[-1]))
    if not seen:
        raise _nothing_there(draft, version)
    if not chosen:
        periods = draft.question.periods
        raise _no_year(draft, periods.first or (*periods.years, 0)[0], seen)
    notices = tuple(
        Notice("preliminary")
        for indicator, year in chosen
        if _has_preliminary(replace(draft, indicators=(indicator,)), version, year)
    )[:1]
    return replace(
        draft,
        indicators=tuple(indicator for indicator, _ in chosen),
        years=tuple(sorted({year for _, year in chosen})),
        profile=tuple(chosen),
        notices=notices,
    )


def _within_periods(question: Question, year: int) -> bool:
    periods = question.periods
    if periods.mode == "list":
        return year in periods.years
    if periods.mode == "range":
        return (periods.first or 0) <= year <= (periods.last or 0)
    return True


def _nothing_there(draft: Resolved, version: Version) -> QuestionError:
    if draft.by_type and not any(
        version.offers.fully_typed(year, draft.codes or draft.within)
        for year in version.offers.type_years()
    ):
        return QuestionError("no_area_types", {"year": None})
    if draft.by_type and draft.type_year is not None:
        return _no_types(draft, version, draft.type_year)
    area = (*draft.codes, *draft.within, "")[0]
    return QuestionError(
        "no_data_for_area",
        {"indicator": draft.indicator.id, "area": area, "level": draft.level},
        _other_levels(draft, version) or _other_indicators(draft, version),
    )


def _no_types(draft: Resolved, version: Version, year: int) -> QuestionError:
    inside = tuple(code for code in draft.codes or draft.within if code != RIKET)
    years = [each for each in version.offers.type_years() if version.offers.fully_typed(each, inside)]
    return QuestionError("no_area_types", {"year": year}, suggest("year", nearest_years(year, years)))


def _chosen_years(
    draft: Resolved, covered: dict[int, int]
) -> tuple[tuple[int, ...], tuple[Notice, ...]]:
    periods, kind = draft.question.periods, draft.question.rule.years
    available = best_years(covered, covered)
    if periods.mode == "latest":
        if draft.question.shape == "trend":
            return tuple(available), ()
        return tuple(available[-(2 if kind == "two" else 1) :]), ()
    if periods.mode == "top":
        return tuple(available[-(periods.n or 1) :]), ()
    if periods.mode == "list":
        for year in periods.years:
            if year not in covered:
                raise _no_year(draft, year, covered)
        return periods.years, ()
    first, last = periods.first or 0, periods.last or 0
    inside = tuple(year for year in covered if first <= year <= last)
    if not inside:
        raise _no_year(draft, first, covered)
    if kind == "two":
        for end in (first, last):
            if end not in covered:
                raise _no_year(draft, end, covered)
        return (first, last), ()
    short = inside[0] > first or inside[-1] < last
    notice = Notice("years_shortened", {"first": inside[0], "last": inside[-1]})
    return inside, (notice,) if short else ()


def _no_year(draft: Resolved, year: int, covered: dict[int, int]) -> QuestionError:
    return QuestionError(
        "no_data_for_year",
        {"indicator": draft.indicator.id, "year": year, "level": draft.level},
        suggest("year", nearest_years(year, sorted(covered))),
    )


def _breaks(draft: Resolved, version: Version) -> tuple[Break, ...]:
    """Breaks of the indicators that lie inside the years asked for."""
    first, last = draft.years[0], draft.years[-1]
    found = (each for each in draft.indicator.breaks if first < each.year <= last)
    return tuple(sorted(found, key=lambda each: each.year))


def _check_comparable(
    draft: Resolved, version: Version, covered: dict[int, int], breaks: tuple[Break, ...]
) -> None:
    """Two years may be compared only when nothing breaks between them."""
    if len(draft.years) < 2 or draft.years[0] == draft.years[-1]:
        raise QuestionError(
            "needs_two_years", {}, suggest("year", sorted(covered, reverse=True)[:5])
        )
    if len(draft.years) > 2:
        raise QuestionError(
            "needs_two_years", {}, suggest("year", [draft.years[0], draft.years[-1]])
        )
    first, last = draft.years
    if draft.question.shape == "change" and breaks:
        pairs = _comparable_pairs(draft.indicator, sorted(covered), first, last)
        raise QuestionError(
            "across_break",
            {"indicator": draft.indicator.id, "year": breaks[0].year, "text": breaks[0].text},
            suggest("years", pairs),
        )
    divisions = {version.offers.division(draft.level, year) for year in draft.years}
    if len(divisions) > 1 and draft.question.shape == "type_changes":
        years = [year for year in sorted(covered) if version.offers.division("regso", year) in divisions]
        pairs = [
            [a, b]
            for a, b in zip(years, years[1:], strict=False)
            if version.offers.division("regso", a) == version.offers.division("regso", b)
        ]
        raise QuestionError("across_divisions", {"years": [first, last]}, suggest("years", pairs[-2:]))


def _comparable_pairs(
    indicator: Indicator, years: list[int], first: int, last: int
) -> list[list[int]]:
    """The longest comparable stretches nearest to the years asked for."""
    starts = [each.year for each in indicator.breaks]
    pieces: dict[int, list[int]] = {}
    for year in years:
        pieces.setdefault(sum(start <= year for start in starts), []).append(year)
    pairs = [[piece[0], piece[-1]] for piece in pieces.values() if len(piece) > 1]
    return sorted(pairs, key=lambda pair: abs(pair[0] - first) + abs(pair[1] - last))[:2]


def _partial(draft: Resolved, version: Version) -> tuple[Notice, ...]:
    for year in draft.years:
        valued, areas = version.offers.coverage(slice_of(draft, year), draft.within)
        if valued < areas:
            return (Notice("partial_coverage", {"year": year, "valued": valued, "areas": areas}),)
    return ()


def _has_preliminary(draft: Resolved, version: Version, year: int) -> bool:
    return any(
        (offer := version.offers.offer(slice_of(draft, year, indicator))) is not None
        and offer.preliminary > 0
        for indicator in draft.indicators
    )


def type_list(question: Question) -> tuple[int, ...]:
    """The area types asked for, all five when none is named."""
    return question.types or AREA_TYPES


def comparator_of(draft: Resolved) -> dict[str, str]:
    """Asked area → area it is compared with, or nothing."""
    wanted = draft.question.comparator
    if wanted == "none" or draft.scope == "riket":
        return {}
    level: Level = "riket" if wanted == "auto" else wanted  # type: ignore[assignment]
    found = {code: ancestor(code, level) for code in draft.codes}
    return {code: other for code, other in found.items() if other != code}
