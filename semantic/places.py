"""Which areas a question is about: level, named areas and what they lie inside of."""

from __future__ import annotations

from semantic.errors import QuestionError, Suggestions, bad_value, nearest, suggest
from semantic.model import LEVELS, RIKET, Level
from semantic.question import AREA_CODE, MAX_CODES, Question, level_of
from semantic.shapes import OF_MANY
from semantic.version import Version

BY_TYPE_LEVELS: tuple[Level, ...] = ("riket", "lan", "kommun")

Places = tuple[Level, tuple[str, ...], tuple[str, ...]]


def places_of(question: Question, version: Version, by_type: bool) -> Places:
    """(level, codes, within), where at most one of the two last holds anything.

    Every code exists, named areas are all of the level, and ``within`` names län and kommuner at
    least as large as it.
    """
    asked = question.areas
    if max(len(asked.codes), len(asked.within)) > MAX_CODES:
        count = max(len(asked.codes), len(asked.within))
        raise QuestionError("too_many_areas", {"count": count, "most": MAX_CODES})
    for code in (*asked.codes, *asked.within):
        _check_code(code, version)
    if asked.codes and asked.within:
        raise bad_value("areas.within", asked.within[0], "either named areas or all inside others")
    level = asked.level or _level_by_default(question, by_type)
    _check_level(question, level, by_type)
    within = tuple(code for code in asked.within if code != RIKET)
    _check_within(within, level)
    codes = (RIKET,) if level == "riket" else asked.codes
    if question.rule.needs_codes and not codes and (not within or question.shape in OF_MANY):
        raise QuestionError("needs_areas", {"level": level}, _example_areas(level, version))
    return level, codes, within


def _check_code(code: str, version: Version) -> None:
    if AREA_CODE.fullmatch(code) and code in version.directory:
        return

    def near() -> Suggestions:
        if AREA_CODE.fullmatch(code):
            around = (each for each in (code[:4], code[:2]) if each in version.directory)
            return area_suggestions([next(around, RIKET)], version)
        hits = [hit.code for hit in version.search.find(code[:40], limit=3)]
        codes = hits or nearest(code[:40], version.directory.everything) or [RIKET]
        return area_suggestions(codes, version)

    given = code[:40].encode(errors="replace").decode()
    raise QuestionError("unknown_area", {"given": given}, near)


def area_suggestions(codes: list[str], version: Version) -> Suggestions:
    found = suggest("area", codes)
    return tuple(
        type(each)(each.kind, each.value, version.directory.label(each.value)) for each in found
    )


def _level_by_default(question: Question, by_type: bool) -> Level:
    asked = question.areas
    if asked.codes:
        return level_of(asked.codes[0])
    if not asked.within:
        if question.rule.needs_level:
            near = suggest("level", ["kommun", "regso", "lan"])
            raise QuestionError("missing_key", {"key": "areas.level"}, near)
        return "riket"
    outer = max((level_of(code) for code in asked.within), key=LEVELS.index)
    if by_type:
        return outer
    return "regso" if outer == "kommun" else "kommun"


def _check_level(question: Question, level: Level, by_type: bool) -> None:
    for code in question.areas.codes:
        if level_of(code) != level:
            raise QuestionError(
                "wrong_level",
                {"area": code, "level": level},
                suggest("level", [level_of(code)]) + _same_level(question.areas.codes),
            )
    if by_type and level not in BY_TYPE_LEVELS:
        near = suggest("level", ["kommun", "lan", "riket"])
        raise QuestionError("wrong_level", {"area": "", "level": level}, near)


def _same_level(codes: tuple[str, ...]) -> Suggestions:
    """The named areas of each level by themselves."""
    found = {
        level: [code for code in codes if level_of(code) == level]
        for level in LEVELS
        if any(level_of(code) == level for code in codes)
    }
    return suggest("areas", sorted(found.values(), key=len, reverse=True))


def _check_within(within: tuple[str, ...], level: Level) -> None:
    for code in within:
        outer = level_of(code)
        if outer not in BY_TYPE_LEVELS:
            raise bad_value("areas.within", code, "areas lie within a län or a kommun")
        if LEVELS.index(outer) > LEVELS.index(level):
            inner = [each for each in LEVELS if LEVELS.index(each) > LEVELS.index(outer)]
            details = {"area": code, "level": level}
            raise QuestionError("wrong_level", details, suggest("level", [*inner, outer]))


def _example_areas(level: Level, version: Version) -> Suggestions:
    divisions = version.directory.divisions(level)
    codes = version.directory.codes(level, divisions[-1]) if divisions else []
    return area_suggestions(codes[:3], version)
