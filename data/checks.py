"""The invariants of ``docs/data.md``, as queries that select the rows that break them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from data.draft import Draft
from data.tables import DIVISIONS, ORIGINS, STATUSES, TABLES, Table
from semantic.model import FULL, LEVELS, SEXES, Catalogue

FIGURE = "coalesce(value, CASE WHEN den IS NULL THEN num ELSE num / nullif(den, 0) END)"
HAS_FIGURE = "status IN ('value', 'zero', 'preliminary')"


class BrokenInvariant(Exception):  # noqa: N818 - named for what it says
    """A draft that must not be published; the message names table, rule and row."""

    def __init__(self, table: str, rule: str, row: dict[str, Any]) -> None:
        self.table, self.rule, self.row = table, rule, row
        super().__init__(f"table {table}: {rule}; found {row}")


@dataclass(frozen=True)
class Rule:
    """``where`` selects the rows of ``table`` that break the rule."""

    table: str
    text: str
    where: str


def check(draft: Draft, catalogue: Catalogue) -> None:
    """Raise `BrokenInvariant` for the first row that breaks a rule."""
    _register(draft, catalogue)
    for table in TABLES:
        _check_key(draft, table)
    for rule in RULES:
        found = draft.rows(f"SELECT * FROM {rule.table} WHERE {rule.where} LIMIT 1")
        if found:
            raise BrokenInvariant(rule.table, rule.text, found[0])


def _check_key(draft: Draft, table: Table) -> None:
    key = ", ".join(table.key)
    found = draft.rows(
        f"SELECT {key}, count(*) AS rows FROM {table.name} GROUP BY {key} HAVING rows > 1 LIMIT 1"
    )
    if found:
        raise BrokenInvariant(table.name, f"the key ({key}) is unique", found[0])


def _register(draft: Draft, catalogue: Catalogue) -> None:
    """The catalogue as a table, so that rules can ask for an indicator's kind and breakdowns."""
    draft.db.execute(
        "CREATE OR REPLACE TEMP TABLE known"
        " (id VARCHAR, kind VARCHAR, percent BOOLEAN, by_sex BOOLEAN, by_age BOOLEAN,"
        " highest DOUBLE)"
    )
    draft.db.executemany(
        "INSERT INTO known VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                i.id,
                i.kind,
                i.is_share,
                "sex" in i.breakdowns,
                "age" in i.breakdowns,
                FULL[i.unit] if i.segregation else None,
            )
            for i in catalogue
        ],
    )


def _listed(values: Sequence[object]) -> str:
    return ", ".join(f"'{value}'" if isinstance(value, str) else str(value) for value in values)


def _of_kind(*kinds: str) -> str:
    return f"indicator IN (SELECT id FROM known WHERE kind IN ({_listed(kinds)}))"


def _division_fits() -> str:
    fits = (
        f"(level = '{level}' AND division IN ({_listed(divisions)}))"
        for level, divisions in DIVISIONS.items()
    )
    return " OR ".join(fits)


_CODE = (
    "(level = 'riket' AND {0} = '00') OR (level = 'lan' AND regexp_full_match({0}, '\\d{{2}}'))"
    " OR (level = 'kommun' AND regexp_full_match({0}, '\\d{{4}}'))"
    " OR (level = 'regso' AND regexp_full_match({0}, '\\d{{4}}R\\d{{3}}'))"
    " OR (level = 'deso' AND regexp_full_match({0}, '\\d{{4}}[ABC]\\d{{4}}'))"
)
_ANCESTORS = (
    "kommun = CASE WHEN level IN ('regso', 'deso') THEN left(code, 4) ELSE '' END"
    " AND lan = CASE WHEN level IN ('kommun', 'regso', 'deso') THEN left(code, 2) ELSE '' END"
)


def _vocabulary() -> Iterator[Rule]:
    for column, words in (
        ("level", LEVELS),
        ("sex", SEXES),
        ("status", STATUSES),
        ("origin", ORIGINS),
    ):
        yield Rule(
            "cell", f"{column} is one of {_listed(words)}", f"{column} NOT IN ({_listed(words)})"
        )
    yield Rule(
        "cell", "age is total or a group", r"NOT regexp_full_match(age, 'total|\d+-\d+|\d+\+')"
    )


RULES: tuple[Rule, ...] = (
    Rule("area", "the division fits the level", f"NOT ({_division_fits()})"),
    Rule("area", "the code fits the level", f"NOT ({_CODE.format('code')})"),
    Rule("area", "the ancestors are the code's", f"NOT ({_ANCESTORS})"),
    Rule("area", "the name is not empty and not padded", "name = '' OR name <> trim(name)"),
    Rule(
        "area",
        "the ancestors are areas themselves",
        "(kommun <> '' AND kommun NOT IN (SELECT code FROM area WHERE level = 'kommun'))"
        " OR (lan <> '' AND lan NOT IN (SELECT code FROM area WHERE level = 'lan'))",
    ),
    *_vocabulary(),
    Rule("cell", "the indicator is in the catalogue", "indicator NOT IN (SELECT id FROM known)"),
    Rule(
        "cell",
        "the area is in table area",
        "NOT EXISTS (SELECT 1 FROM area AS a WHERE a.level = cell.level AND a.code = cell.area"
        " AND a.division = cell.division)",
    ),
    Rule("cell", "the source is in table source", "source NOT IN (SELECT id FROM source)"),
    Rule(
        "cell",
        "only a breakdown that the catalogue names",
        "(sex <> 'total' AND indicator NOT IN (SELECT id FROM known WHERE by_sex))"
        " OR (age <> 'total' AND indicator NOT IN (SELECT id FROM known WHERE by_age))",
    ),
    Rule(
        "cell",
        "a figure is there exactly when the status says so",
        f"({HAS_FIGURE}) <> ({FIGURE} IS NOT NULL)"
        f" OR (NOT {HAS_FIGURE} AND (num IS NOT NULL OR den IS NOT NULL))",
    ),
    Rule(
        "cell",
        "zero exactly when the figure is 0",
        f"(status = 'zero') <> coalesce({FIGURE} = 0, false)",
    ),
    Rule("cell", "no figure is negative", "least(num, den, value) < 0"),
    Rule(
        "cell",
        "every figure is finite",
        "NOT isfinite(coalesce(num, 0) + coalesce(den, 0) + coalesce(value, 0))",
    ),
    Rule(
        "cell",
        "a ratio has both parts or neither",
        f"{_of_kind('ratio')} AND (num IS NULL) <> (den IS NULL)",
    ),
    Rule("cell", "a figure with parts has no value of its own", "num IS NOT NULL AND value >= 0"),
    Rule(
        "cell",
        "a count has a numerator only",
        f"{_of_kind('count')} AND (den IS NOT NULL OR value IS NOT NULL)",
    ),
    Rule(
        "cell",
        "a mean, a median or an index has a value only",
        f"{_of_kind('mean', 'median', 'index')} AND (num IS NOT NULL OR den IS NOT NULL)",
    ),
    Rule(
        "cell",
        "a share is at most 100 percent",
        "(num > den OR value > 100) AND indicator IN (SELECT id FROM known WHERE percent)",
    ),
    Rule("cell", "a count is a whole number", f"{_of_kind('count')} AND num <> round(num)"),
    Rule(
        "cell",
        "a segregation measure is at most 100 or 1, as its unit says",
        "value > (SELECT highest FROM known WHERE id = indicator)",
    ),
    Rule(
        "cell",
        "a segregation measure is computed, for kommuner, län or riket",
        "indicator IN (SELECT id FROM known WHERE highest IS NOT NULL)"
        " AND (origin <> 'computed' OR level IN ('regso', 'deso'))",
    ),
    Rule("area_type", "the type is 1-5", "type NOT BETWEEN 1 AND 5"),
    Rule("area_type", "the origin is known", f"origin NOT IN ({_listed(ORIGINS)})"),
    Rule("area_type", "the source is in table source", "source NOT IN (SELECT id FROM source)"),
    Rule(
        "area_type",
        "the area is a RegSO in table area",
        "NOT EXISTS (SELECT 1 FROM area AS a WHERE a.level = 'regso' AND a.code = area_type.area"
        " AND a.division = area_type.division)",
    ),
    Rule("type_bounds", "the standard deviation is above 0", "NOT sd > 0"),
    Rule("type_bounds", "the bounds are ours", "origin <> 'computed'"),
    Rule(
        "area_type",
        "a year's types are all published, or all ours with their bounds",
        "origin = 'computed' AND (NOT EXISTS (SELECT 1 FROM type_bounds AS b WHERE b.year ="
        " area_type.year AND b.division = area_type.division) OR EXISTS (SELECT 1 FROM area_type"
        " AS other WHERE other.origin = 'published' AND other.year = area_type.year AND"
        " other.division = area_type.division))",
    ),
    Rule("offer", "no more figures than areas", "valued > areas OR parts > valued"),
)
