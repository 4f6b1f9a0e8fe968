"""Which columns and rows a table has, shape by shape: names first, then figures, then counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant import words
from assistant.charts.bars import verdict_word
from assistant.figures import (
    COMPONENT_CHANGE,
    INDEX_CHANGE,
    VERDICT_SIGNS,
    Figures,
    Measure,
    Row,
    counted_apart,
    measure_of,
)
from assistant.judged import judgement, trend_text
from assistant.numbers import is_number
from assistant.phrases import uncapital
from assistant.readings import in_plain_words
from assistant.sides import Side
from assistant.tables.model import Header
from semantic.model import Indicator

FEW_SERIES = 6

Cell = Callable[[Row], str]


@dataclass(frozen=True)
class _Column:
    header: Header
    cell: Cell


Layout = tuple[tuple[Header, ...], tuple[tuple[str, ...], ...], int]


def _laid_out(columns: Sequence[_Column], rows: Iterable[Row], pinned: Iterable[Row]) -> Layout:
    first, others = list(pinned), list(rows)
    cells = tuple(tuple(column.cell(row) for column in columns) for row in [*first, *others])
    return tuple(column.header for column in columns), cells, len(first)


def _figure(figures: Figures, row: Row, measure: Measure | None = None) -> str:
    text = figures.short(row, measure)
    if row.get("status") == "preliminary" and is_number(row.get("value")):
        return figures.speech.t("{figure} (prel.)", figure=text)
    return text


def _value(figures: Figures) -> _Column:
    by_person = figures.answer.question.shape == "areas_of_type"
    text = figures.speech.t("Inhabitants") if by_person else _measure_name(figures)
    unit = "" if by_person else figures.unit_name
    return _Column(Header(text, unit, True), lambda row: _figure(figures, row))


def _measure_name(figures: Figures) -> str:
    t = figures.speech.t
    if figures.answer.question.shape == "population_share":
        return t("Share of the population")
    indicator = figures.indicator
    name = figures.speech.text(indicator.short or indicator.label) if indicator else t("Figure")
    if figures.pooled:
        return f"{name}, {figures.when}"
    if figures.answer.question.standard == "none":
        return name
    return t("{figure}, with regard to age", figure=name)


def _name(figures: Figures) -> _Column:
    return _Column(
        Header(figures.speech.t("Area")),
        lambda row: figures.area(row.get("area"), row.get("period")),
    )


def _year(figures: Figures) -> _Column:
    return _Column(Header(figures.speech.t("Year")), lambda row: str(row["period"]))


def _type(figures: Figures) -> _Column:
    return _Column(
        Header(figures.speech.t("Area type")),
        lambda row: words.type_full(int(row["area_type"]), figures.speech),
    )


def _keys(figures: Figures) -> list[_Column]:
    """The columns that tell the rows from each other, after the first."""
    found = []
    if len({row.get("period") for row in figures.rows}) > 1:
        found.append(_year(figures))
    if figures.answer.resolved.by_sex or figures.answer.resolved.by_age:
        t = figures.speech.t
        text = t("Sex") if figures.answer.resolved.by_sex else t("Age")
        found.append(_Column(Header(text), figures.group))
    return found


def _count(figures: Figures, text: str, name: str) -> _Column:
    def cell(row: Row) -> str:
        return figures.numbers.plain(row.get(name)) if is_number(row.get(name)) else "–"

    return _Column(Header(text, "", True), cell)


def parts(figures: Figures) -> list[_Column]:
    """The count and what it is a share of, where the figure is a ratio that has them."""
    indicator, t = figures.indicator, figures.speech.t
    if indicator is None or indicator.kind != "ratio":
        return []
    if not any(is_number(row.get("denominator")) for row in figures.rows):
        return []
    count, whole = t("Count"), t("Out of")
    if figures.pooled:
        count, whole = t("Count, all years together"), t("Out of, all years together")
    return [_count(figures, count, "numerator"), _count(figures, whole, "denominator")]


def judgements(figures: Figures, heading: str) -> list[_Column]:
    """Whether differences are large, where the rows are compared with something."""
    if not any(row.get("verdict") for row in figures.rows):
        return []

    return [_Column(Header(heading), lambda row: _judged(figures, row))]


def _from_comparison(figures: Figures) -> str:
    areas = dict.fromkeys(row["area"] for row in figures.beside)
    if len(areas) != 1:
        return figures.speech.t("Judgement")
    return figures.speech.t("Difference from {area}", area=figures.place(next(iter(areas))))


def areas(figures: Figures) -> Layout:
    beside = judgements(figures, _from_comparison(figures))
    beside += expectations(figures)
    columns = [_name(figures), *_keys(figures), _value(figures), *beside, *parts(figures)]
    return _laid_out(columns, figures.rows, figures.comparison)


def expectations(figures: Figures) -> list[_Column]:
    """What the figure would be in areas with the same index, where that is worked out."""
    t = figures.speech.t
    heads = {
        "expected": t("Expected"),
        "expected_low": t("Expected, lowest"),
        "expected_high": t("Expected, highest"),
    }

    def at(name: str) -> Cell:
        return lambda row: figures.number(row[name]) if is_number(row.get(name)) else "–"

    return [
        _Column(Header(text, figures.unit_name, True), at(name))
        for name, text in heads.items()
        if any(is_number(row.get(name)) for row in figures.rows)
    ]


def _rank(figures: Figures) -> Layout:
    t = figures.speech.t
    place = [_count(figures, t("Place"), "rank")]
    if any("rank_low" in row for row in figures.rows):
        place.append(_count(figures, t("Place from"), "rank_low"))
        place.append(_count(figures, t("Place to"), "rank_high"))
    columns = [_name(figures), *place, _value(figures), *parts(figures)]
    return _laid_out(columns, figures.rows, ())


def _threshold(figures: Figures) -> Layout:
    asked, measure = figures.answer.question.threshold, figures.measure
    bound = asked.value if asked else 0.0

    def margin(row: Row) -> str:
        value = row.get("value")
        if value is None or not is_number(value):
            return "–"
        return figures.numbers.signed(value - bound, measure.decimals)

    unit = figures.numbers.difference_name(measure.unit)
    column = _Column(Header(figures.speech.t("Distance to the limit"), unit, True), margin)
    beside = judgements(figures, figures.speech.t("Judgement")) if _weighed(figures) else []
    columns = [_name(figures), _value(figures), column, *beside, *parts(figures)]
    return _laid_out(columns, figures.rows, ())


def _change(figures: Figures) -> Layout:
    indicator, t = figures.answer.indicator, figures.speech.t
    level = Measure(indicator.unit, indicator.decimals)
    first, last = figures.answer.years[0], figures.answer.years[-1]

    def at(side: str) -> Cell:
        return lambda row: _figure(
            figures,
            {"value": row.get(f"{side}_value"), "status": row.get(f"{side}_status")},
            level,
        )

    unit = figures.numbers.unit_name(indicator.unit)
    columns = [
        _name(figures),
        *_keys(figures),
        _Column(Header(str(first), unit, True), at("from")),
        _Column(Header(str(last), unit, True), at("to")),
        _Column(Header(t("Change"), figures.unit_name, True), lambda row: _figure(figures, row)),
    ]
    beside = judgements(figures, t("Judgement"))
    if not beside and figures.polarity != "none":
        beside = [_Column(Header(t("Judgement")), lambda row: _verdict(figures, row))]
    return _laid_out([*columns, *beside], figures.rows, ())


def _verdict(figures: Figures, row: Row) -> str:
    verdict = figures.verdict(row.get("value"), figures.measure, figures.polarity)
    return f"{VERDICT_SIGNS[verdict]} {verdict_word(figures, verdict)}" if verdict else "–"


def _gap(figures: Figures) -> Layout:
    if figures.answer.question.asked_measure == "slope":
        return _slope(figures)
    indicator, t = figures.answer.indicator, figures.speech.t
    level = Measure(indicator.unit, indicator.decimals)
    unit = figures.numbers.unit_name(indicator.unit)

    def at(side: Side) -> _Column:
        return _Column(
            Header(figures.side(side), unit, True),
            lambda row: figures.short(
                {"value": row.get(f"{side}_value"), "status": row["status"]}, level
            ),
        )

    ratio = figures.answer.question.asked_measure == "ratio"
    text = t("Ratio") if ratio else t("Gap")
    apart = counted_apart(indicator)
    counted = _Column(
        Header(t("In numbers"), figures.numbers.unit_name(apart.unit), True),
        lambda row: figures.short({"value": row["persons"], "status": row["status"]}, apart),
    )
    keys = [_name(figures)] if figures.many_areas else []
    columns = [
        *(keys or [_year(figures)]),
        *[each for each in _keys(figures) if keys or each.header.text != t("Year")],
        at("first"),
        at("second"),
        _Column(Header(text, figures.unit_name, True), lambda row: _figure(figures, row)),
        *([counted] if "persons" in figures.answer.rows else []),
        *crude(figures),
        *judgements(figures, t("Judgement")),
    ]
    return _laid_out(columns, figures.rows, ())


SLOPE = ("start_value", "end_value")
"""What the table of a slope has beside the slope itself: the ends of the line."""


def _slope(figures: Figures) -> Layout:
    indicator, t = figures.answer.indicator, figures.speech.t
    level = Measure(indicator.unit, indicator.decimals)
    unit = figures.numbers.unit_name(indicator.unit)

    def at(name: str, text: str) -> _Column:
        return _Column(
            Header(text, unit, True),
            lambda row: figures.short({"value": row[name], "status": row["status"]}, level),
        )

    keys = [_name(figures)] if figures.many_areas else []
    columns = [
        *(keys or [_year(figures)]),
        *[each for each in _keys(figures) if keys or each.header.text != t("Year")],
        at("start_value", t("Start of the line (type 1)")),
        at("end_value", t("End of the line (type 5)")),
        _Column(Header(t("Slope"), figures.unit_name, True), lambda row: _figure(figures, row)),
        _Column(
            Header(t("Area types with a figure"), "", True),
            lambda row: figures.numbers.plain(row["types"]),
        ),
        *judgements(figures, t("Judgement")),
    ]
    return _laid_out(columns, figures.rows, ())


MIX = ("from_value", "to_value", "from_share", "to_share", "rate", "mix")
RETYPED = ("from_value", "to_value", "within", "retyped")
"""What the table of a split has beside the change itself, by what it is split into."""


def _split(figures: Figures) -> Layout:
    """The area types down, then all of them together; both years and the parts across."""
    t, level = figures.speech.t, figures.numbers.unit_name(figures.answer.indicator.unit)
    percent = figures.numbers.unit_name("percent")
    first, last = figures.answer.years[0], figures.answer.years[-1]
    own = Measure(figures.answer.indicator.unit, figures.answer.indicator.decimals)
    headers = {
        "from_value": (str(first), level, own),
        "to_value": (str(last), level, own),
        "from_share": (t("Share of everyone, {year}", year=first), percent, Measure("percent", 1)),
        "to_share": (t("Share of everyone, {year}", year=last), percent, Measure("percent", 1)),
        "rate": (t("Within the type"), figures.unit_name, figures.measure),
        "mix": (t("Between the types"), figures.unit_name, figures.measure),
        "within": (t("In the same areas"), figures.unit_name, figures.measure),
        "retyped": (t("Areas that changed type"), figures.unit_name, figures.measure),
    }
    total = t("All types")
    name = [_name(figures)] if figures.many_areas else []
    columns = [
        _Column(
            Header(t("Area type")),
            lambda row: total if row["area_type"] is None else figures.type(row["area_type"]),
        ),
        *name,
        *(
            _Column(Header(text, unit, True), _part(figures, part, measure))
            for part in (MIX if figures.answer.question.asked_measure == "mix" else RETYPED)
            for text, unit, measure in [headers[part]]
        ),
        _Column(Header(t("Change"), figures.unit_name, True), lambda row: _figure(figures, row)),
    ]
    return _laid_out(columns, figures.rows, ())


def _part(figures: Figures, name: str, measure: Measure) -> Cell:
    return lambda row: figures.short({"value": row[name], "status": row["status"]}, measure)


def _types(figures: Figures) -> Layout:
    if by_year(figures):
        return _years_by_type(figures)
    name = [_name(figures)] if figures.many_areas else []
    share = figures.answer.question.shape == "population_share"
    inhabitants = [_count(figures, figures.speech.t("Inhabitants"), "numerator")] if share else []
    columns = [
        _type(figures),
        *name,
        *_keys(figures),
        _value(figures),
        *crude(figures),
        *judgements(figures, _from_first_type(figures)),
        *(inhabitants or parts(figures)),
        _count(figures, figures.speech.t("Number of areas"), "areas"),
    ]
    return _laid_out(columns, figures.rows, ())


def by_year(figures: Figures) -> bool:
    """Whether the years go down and the area types across; not where two figures of each are
    beside each other."""
    several = len({row["period"] for row in figures.rows}) > 1
    return several and not _divided(figures) and "crude" not in figures.answer.rows


def crude(figures: Figures) -> list[_Column]:
    """The ordinary figure beside the one that is worked out for the ages of a standard."""
    if "crude" not in figures.answer.rows:
        return []

    def cell(row: Row) -> str:
        return _figure(figures, {"value": row["crude"], "status": row["crude_status"]})

    t, unit = figures.speech.t, figures.unit_name
    return [_Column(Header(t("Without regard to age"), unit, True), cell)]


def _from_first_type(figures: Figures) -> str:
    first = next((row for row in figures.rows if is_number(row.get("value"))), {})
    kind = figures.type(first.get("area_type", 1))
    return figures.speech.t("Difference from {area}", area=uncapital(kind))


def _divided(figures: Figures) -> bool:
    return figures.answer.resolved.by_sex or figures.answer.resolved.by_age or figures.many_areas


def _years_by_type(figures: Figures) -> Layout:
    kinds = sorted({int(row["area_type"]) for row in figures.rows})
    cells = {(row["period"], int(row["area_type"])): row for row in figures.rows}
    headers = [
        Header(figures.speech.t("Year")),
        *(Header(figures.type(kind), figures.unit_name, True) for kind in kinds),
    ]
    years = sorted({row["period"] for row in figures.rows})
    rows = [
        (
            str(year),
            *(_figure(figures, cells.get((year, kind), {"status": "missing"})) for kind in kinds),
        )
        for year in years
    ]
    return tuple(headers), tuple(rows), 0


@dataclass(frozen=True)
class _Line:
    """One series of the table: its name and its row in each year."""

    name: str
    by_year: Mapping[int, Row]


def _trend(figures: Figures) -> Layout:
    """Years down and a few series across; many series down and years across."""
    if any(row.get("area_type") is not None for row in figures.rows):
        return _types(figures)
    grouped = figures.answer.resolved.by_sex or figures.answer.resolved.by_age
    own = _lines(figures.rows, figures.name)
    others = _lines(() if grouped else figures.comparison, lambda row: figures.area(row["area"]))
    years = sorted({year for line in [*own, *others] for year in line.by_year})
    if len(own) <= FEW_SERIES:
        beside = {figures.area(row["area"]) for row in figures.beside}
        near = [line for line in others if line.name in beside]
        rest = [line for line in others if line.name not in beside]
        return _years_down(figures, own, near, rest, years)
    return _years_across(figures, [*others, *own], years, len(others))


def _lines(rows: Iterable[Row], name: Callable[[Row], str]) -> list[_Line]:
    """Series are told apart by code: two areas may have one name."""
    found: dict[tuple[object, ...], dict[int, Row]] = {}
    for row in rows:
        key = (row.get("area"), row.get("sex"), row.get("age"))
        found.setdefault(key, {})[int(row["period"])] = row
    return [_Line(name(by_year[max(by_year)]), by_year) for by_year in found.values()]


def _years_down(
    figures: Figures,
    own: Sequence[_Line],
    near: Sequence[_Line],
    rest: Sequence[_Line],
    years: Sequence[int],
) -> Layout:
    """One area beside another is judged in every year; of several only the figures are shown. The
    areas of ``rest`` are told together in ``near``."""

    def column(line: _Line) -> tuple[Header, list[str]]:
        found = [_figure(figures, line.by_year.get(year, {})) for year in years]
        return Header(line.name, figures.unit_name, True), found

    columns = [(Header(figures.speech.t("Year")), [str(year) for year in years])]
    columns += map(column, [*own, *near])
    if len(own) == 1 and _weighed(figures):
        told = [_judged(figures, own[0].by_year.get(year, {})) for year in years]
        columns.append((Header(_from_comparison(figures)), told))
    columns += map(column, rest)
    headers, cells = zip(*columns, strict=True)
    return headers, tuple(zip(*cells, strict=True)), 0


def _weighed(figures: Figures) -> bool:
    """Whether anything can be said of some difference: a column of nothing but unknowns says no
    more than the details do."""
    return any(row.get("verdict") not in (None, "unknown") for row in figures.rows)


def _judged(figures: Figures, row: Row) -> str:
    found = judgement(figures, row)
    return found.text if found else "–"


def _years_across(
    figures: Figures, lines: Sequence[_Line], years: Sequence[int], pinned: int
) -> Layout:
    headers = [
        Header(figures.speech.t("Area")),
        *(Header(str(year), figures.unit_name, True) for year in years),
    ]
    rows = [
        (line.name, *(_figure(figures, line.by_year.get(year, {})) for year in years))
        for line in lines
    ]
    if any(row.get("trend") for row in figures.rows):
        headers.append(Header(figures.speech.t("Trend")))
        rows = [(*row, _trend_of(figures, line)) for row, line in zip(rows, lines, strict=True)]
    if _weighed(figures):
        headers.append(Header(f"{_from_comparison(figures)}, {years[-1]}"))
        newest = (_judged(figures, line.by_year.get(years[-1], {})) for line in lines)
        rows = [(*row, each) for row, each in zip(rows, newest, strict=True)]
    return tuple(headers), tuple(rows), pinned


def _trend_of(figures: Figures, line: _Line) -> str:
    told = (trend_text(row, figures.speech) for row in line.by_year.values())
    return next((each for each in told if each), "–")


def _areas_of_type(figures: Figures) -> Layout:
    return _laid_out([_name(figures), _type(figures), _value(figures)], figures.rows, ())


def _type_changes(figures: Figures) -> Layout:
    t = figures.speech.t
    first, last = figures.answer.years[0], figures.answer.years[-1]
    columns = [
        _name(figures),
        _Column(
            Header(t("Type in {year}", year=first)), lambda row: figures.type(row["from_type"])
        ),
        _Column(Header(t("Type in {year}", year=last)), lambda row: figures.type(row["to_type"])),
        _Column(
            Header(t("Change"), figures.unit_name, True), lambda row: figures.number(row["value"])
        ),
        *(_why(figures) if figures.explains else ()),
    ]
    return _laid_out(columns, figures.rows, ())


def _why(figures: Figures) -> list[_Column]:
    """Why areas changed type, and what of their index changed most that way."""
    t, unit = figures.speech.t, figures.numbers.difference_name

    def changed(name: str, measure: Measure, absent: str) -> Cell:
        return lambda row: figures.short({"value": row[name], "status": absent}, measure)

    return [
        _Column(Header(t("Why")), lambda row: words.reason(row["reason"], figures.speech)),
        _Column(
            Header(t("Change of the index"), unit("index"), True),
            changed("index_change", INDEX_CHANGE, "missing"),
        ),
        _Column(
            Header(t("Part that changed most that way")),
            lambda row: figures.component(row) or t("none"),
        ),
        _Column(
            Header(t("Change of that part"), unit("percent"), True),
            changed("component_change", COMPONENT_CHANGE, "not_applicable"),
        ),
    ]


def _profile(figures: Figures) -> Layout:
    """Indicators down; the areas and what they are compared with across, in each row's own unit."""
    t = figures.speech.t
    cells: dict[str, dict[str, Row]] = {}
    for row in [*figures.rows, *figures.comparison]:
        cells.setdefault(row["indicator"], {})[row["area"]] = row
    areas = list(dict.fromkeys(row["area"] for row in [*figures.rows, *figures.comparison]))
    headers = [
        Header(t("Figure")),
        Header(t("Unit")),
        Header(t("Year")),
        *(Header(figures.area(code), "", True) for code in areas),
    ]
    lines = []
    for indicator, year in figures.answer.resolved.profile:
        measure = measure_of(figures.answer.question, indicator)
        found = cells.get(indicator.id, {})
        lines.append(
            (
                figures.speech.text(indicator.label),
                figures.numbers.unit_name(measure.unit),
                str(year),
                *(_figure(figures, found.get(code, {}), measure) for code in areas),
            )
        )
    if _weighed(figures) and not figures.many_areas:
        headers.append(Header(_from_comparison(figures)))
        own = {row["indicator"]: row for row in figures.rows}
        told = (
            _judged(figures, own.get(each.id, {})) for each, _ in figures.answer.resolved.profile
        )
        lines = [(*line, each) for line, each in zip(lines, told, strict=True)]
    return tuple(headers), tuple(lines), 0


def _relation(figures: Figures) -> Layout:
    """Both figures of every area, each in its own unit."""

    def at(side: str, indicator: Indicator) -> _Column:
        measure = Measure(indicator.unit, indicator.decimals)
        text = figures.speech.text(indicator.short or indicator.label)
        return _Column(
            Header(text, figures.numbers.unit_name(indicator.unit), True),
            lambda row: _figure(
                figures,
                {"value": row[f"{side}_value"], "status": row[f"{side}_status"]},
                measure,
            ),
        )

    sides = zip("xy", figures.answer.resolved.indicators, strict=True)
    columns = [_name(figures), *(at(side, each) for side, each in sides)]
    return _laid_out(columns, figures.rows, ())


def _spread(figures: Figures) -> Layout:
    """Places down, riket first; where their small areas lie, and how far apart, across."""
    t, indicator = figures.speech.t, figures.answer.indicator
    level = Measure(indicator.unit, indicator.decimals)
    unit = figures.numbers.unit_name(indicator.unit)

    def at(name: str) -> Cell:
        return lambda row: figures.number(row[name], level) if is_number(row[name]) else "–"

    def of_area(name: str) -> Cell:
        return lambda row: figures.area(row[name], row["period"]) or "–"

    def whole(row: Row) -> str:
        return _figure(figures, {"value": row["whole"], "status": row["whole_status"]}, level)

    def times(row: Row) -> str:
        return figures.numbers.plain(row["variation"], 2) if is_number(row["variation"]) else "–"

    heads = {"p5": "P5", "p25": "P25", "p50": t("P50 (median)"), "p75": "P75", "p95": "P95"}
    columns = [
        _name(figures),
        _count(figures, t("Number of areas"), "valued"),
        *(_Column(Header(text, unit, True), at(name)) for name, text in heads.items()),
        _Column(
            Header(t("From P5 to P95"), figures.unit_name, True), lambda row: _figure(figures, row)
        ),
        _Column(Header(t("Times the country's"), "", True), times),
        _Column(Header(t("Lowest"), unit, True), at("lowest")),
        _Column(Header(t("Lowest area")), of_area("lowest_area")),
        _Column(Header(t("Highest"), unit, True), at("highest")),
        _Column(Header(t("Highest area")), of_area("highest_area")),
        _Column(Header(t("The place as a whole"), unit, True), whole),
    ]
    return _laid_out(columns, figures.rows, figures.comparison)


def _similar(figures: Figures) -> Layout:
    """The area itself, then the nearest ones, with how near and every figure compared by."""
    t = figures.speech.t

    def at(indicator: Indicator) -> _Column:
        measure = Measure(indicator.unit, indicator.decimals)
        text = figures.speech.text(indicator.short or indicator.label)
        return _Column(
            Header(text, figures.numbers.unit_name(indicator.unit), True),
            lambda row: figures.number(row[indicator.id], measure),
        )

    columns = [
        _name(figures),
        _count(figures, t("Place"), "rank"),
        _Column(Header(t("Distance"), "", True), lambda row: _figure(figures, row)),
        *(at(each) for each in figures.answer.resolved.indicators),
    ]
    return _laid_out(columns, figures.rows, figures.comparison)


def _segregation(figures: Figures) -> Layout:
    """As a profile, each measure over large areas before the same over small ones, and in plain
    words."""
    headers, lines, pinned = _profile(figures)
    known = figures.answer.resolved.indicators
    values = {row["indicator"]: row for row in figures.rows}
    said = [segregation_reading(each, values.get(each.id, {}), figures) for each in known]
    order = sorted(range(len(known)), key=lambda place: measure_order(known, place))
    return (
        (*headers, Header(figures.speech.t("In plain words"))),
        tuple((*lines[place], said[place] or "–") for place in order),
        pinned,
    )


def segregation_reading(indicator: Indicator, row: Row, figures: Figures) -> str:
    return in_plain_words(indicator, row.get("value"), figures.speech, figures.numbers)


def measure_order(known: Sequence[Indicator], place: int) -> tuple[int, int]:
    """Measures in the order of the catalogue; those over small areas after the same over large."""
    keys = [each.segregation and (each.segregation.measure, each.segregation.bases)
            for each in known]  # fmt: skip
    return keys.index(keys[place]), place


LAYOUTS: Mapping[str, Callable[[Figures], Layout]] = {
    "trend": _trend,
    "compare_types": _types,
    "population_share": _types,
    "rank": _rank,
    "threshold": _threshold,
    "change": _change,
    "gap": _gap,
    "split": _split,
    "areas_of_type": _areas_of_type,
    "type_changes": _type_changes,
    "profile": _profile,
    "relation": _relation,
    "spread": _spread,
    "similar": _similar,
    "segregation": _segregation,
}
