"""The guard admits what the compiler makes and nothing else; it fails in one way only."""

from pathlib import Path
from typing import get_args

import pytest
import sqlglot
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from semantic import guard
from semantic.forms import Template, every_form
from semantic.guard import DIALECT, GuardError, admit
from semantic.templates import tree_of

GOOD = (
    "WITH picked AS (SELECT cell.area, cell.num AS value FROM cell WHERE cell.year = $year) "
    "SELECT area, value FROM picked ORDER BY value"
)

REFUSED = """
SELECT area FROM offer
SELECT area FROM information_schema.tables
SELECT area FROM main.cell
SELECT area FROM facts.main.cell
SELECT area FROM "cell.csv"
SELECT area FROM '/etc/passwd'
SELECT area FROM "/etc/passwd"
SELECT area FROM READ_CSV('x.csv')
SELECT area FROM "read_csv"('x.csv')
SELECT area FROM "parquet_scan"('x.parquet')
SELECT area FROM QUERY('SELECT 1')
SELECT area FROM QUERY_TABLE('cell')
SELECT area FROM PRAGMA_TABLE_INFO('cell')
SELECT area FROM GLOB('/etc/*')
SELECT area FROM RANGE(1000000000)
SELECT area FROM UNNEST($years)
SELECT area FROM DUCKDB_SETTINGS()
SELECT area FROM sqlite_master
SELECT area FROM cell, cell AS other
SELECT area FROM cell CROSS JOIN area_type
SELECT area FROM cell JOIN area_type USING (area)
SELECT area FROM cell TABLESAMPLE (10 PERCENT)
SELECT area FROM cell AT (VERSION => 1)
SELECT * FROM cell
SELECT cell.* FROM cell
SELECT COLUMNS('a.*') FROM cell
SELECT area FROM cell; SELECT area FROM cell
SELECT area FROM cell; DROP TABLE cell
EXPLAIN SELECT area FROM cell
EXPLAIN ANALYZE SELECT area FROM cell
PRAGMA database_list
COPY cell TO 'x.csv'
COPY (SELECT area FROM cell) TO 'x.csv'
EXPORT DATABASE 'x'
ATTACH 'x.duckdb'
INSTALL httpfs
LOAD httpfs
SET memory_limit = '9GB'
RESET lock_configuration
CALL pragma_version()
PREPARE q AS SELECT 1
EXECUTE q
DELETE FROM cell
INSERT INTO cell SELECT * FROM cell
UPDATE cell SET num = 1
DROP TABLE cell
CREATE TABLE x AS SELECT area FROM cell
CREATE TEMP TABLE x AS SELECT area FROM cell
VALUES (1)
FROM cell
TABLE cell
SELECT area FROM cell UNION ALL SELECT area FROM cell
(SELECT area FROM cell)
SELECT area FROM (SELECT area FROM cell) AS x
SELECT area FROM cell WHERE area IN (SELECT area FROM area_type)
SELECT area FROM cell WHERE EXISTS(SELECT area FROM offer)
SELECT (SELECT MAX(num) FROM cell) AS value FROM cell
WITH cell AS (SELECT area FROM area_type) SELECT area FROM cell
WITH offer AS (SELECT area FROM offer) SELECT area FROM offer
WITH x AS (SELECT area FROM y), y AS (SELECT area FROM cell) SELECT area FROM x
WITH RECURSIVE x AS (SELECT area FROM cell) SELECT area FROM x
WITH RECURSIVE x AS (SELECT 1 AS area UNION ALL SELECT area FROM x) SELECT area FROM x
WITH x AS (WITH y AS (SELECT area FROM cell) SELECT area FROM y) SELECT area FROM x
WITH x AS (WITH y AS (SELECT area FROM offer) SELECT area FROM cell) SELECT area FROM x
WITH x AS (DELETE FROM cell RETURNING area) SELECT area FROM x
SELECT area FROM cell WHERE area = '1280'
SELECT area FROM cell WHERE year = 2023
SELECT area FROM cell WHERE num > 0.5
SELECT area FROM cell LIMIT 10
SELECT area FROM cell WHERE area = 'total' OR 1 = 2
SELECT secret FROM cell
SELECT other.area FROM cell
SELECT cell.rowid FROM cell
SELECT CURRENT_SETTING('temp_directory') AS area FROM cell
SELECT GETENV('HOME') AS area FROM cell
SELECT REPEAT(area, 1000000) AS area FROM cell
SELECT area || area AS area FROM cell
SELECT MD5(area) AS area FROM cell
SELECT VERSION() AS area FROM cell
SELECT my_function(area) AS area FROM cell
SELECT LIST_TRANSFORM($years, x -> x) AS area FROM cell
SELECT CAST(area AS INT) AS area FROM cell
SELECT area::INT AS area FROM cell
SELECT DISTINCT area FROM cell
SELECT area FROM cell QUALIFY RANK() OVER (ORDER BY area) = 1
SELECT area FROM cell FOR UPDATE
SELECT area FROM cell PIVOT (SUM(num) FOR year IN (2020))
SELECT area INTO x FROM cell
SELECT area FROM cell -- a comment
SELECT /* a comment */ area FROM cell
SELECT area /* a comment */ FROM cell
SELECT area FROM cell WHERE year = ?
select area from cell
SELECT  area FROM cell
SELECT area FROM CELL
SELECT area FROM cell WHERE
SELECT area FROM cell WHERE area = 'x
SELECT
""".strip().splitlines()  # fmt: skip


def test_a_good_query_is_admitted_as_it_is():
    assert admit(GOOD) == GOOD


@pytest.mark.parametrize("sql", REFUSED)
def test_refused(sql):
    with pytest.raises(GuardError):
        admit(sql)


NESTED = {
    "parentheses": f"SELECT area FROM cell WHERE {'(' * 400}area = $area{')' * 400}",
    "a long sum": "SELECT " + " - ".join(["num"] * 5000) + " AS value FROM cell",
    "many columns": "SELECT " + ", ".join(["area"] * 3000) + " FROM cell",
    "cases": "SELECT " + "CASE WHEN num IS NULL THEN " * 300 + "num" + " END" * 300 + " FROM cell",
    "a megabyte": "SELECT area FROM cell WHERE area = '" + "x" * 1_000_000 + "'",
    "a null byte": "SELECT area FROM cell\0",
    "nothing": "",
    "a semicolon": ";",
}


@pytest.mark.parametrize("name", NESTED)
def test_too_deep_or_too_long_is_refused_and_never_fails_otherwise(name):
    with pytest.raises(GuardError):
        admit(NESTED[name])


@given(st.text(max_size=60))
def test_any_text_is_refused_in_one_way(text):
    with pytest.raises(GuardError):
        admit(text)


@given(data=st.data())
def test_one_foreign_word_spoils_a_good_query(data):
    """Whatever word is replaced by a foreign one, or followed by it, the query is refused."""
    words = GOOD.split(" ")
    own_name = words.index("value")
    place = data.draw(st.integers(0, len(words) - 1).filter(lambda each: each != own_name))
    foreign = data.draw(
        st.sampled_from(["secret", "'x'", "2023", "read_csv('x')", "UNION", "--", "/**/", ";"])
    )
    with pytest.raises(GuardError):
        admit(" ".join([*words[:place], foreign, *words[place + 1 :]]))


def test_nothing_is_allowed_that_the_compiler_does_not_use():
    forms = [each for template in get_args(Template) for each in every_form(template)]
    used = {
        type(node)
        for form in [*forms[::7], *every_form("profile")]
        for node in tree_of(form).walk()
    }
    assert used == set(guard.NODES + guard.FUNCTIONS)


def test_the_tables_of_the_guard_are_there(demo):
    for table, columns in guard.TABLES.items():
        found = demo.engine.run_arrow(f"SELECT * FROM {table} LIMIT 0", {}).column_names
        assert columns == set(found)


def test_the_parser_still_reads_functions_as_tables():
    """Why a table must be a plain name: these are tables to the parser."""
    for call in ("QUERY('x')", "READ_CSV('x')"):
        table = sqlglot.parse_one(f"SELECT 1 FROM {call}", read=DIALECT).find(exp.Table)
        assert table is not None
        assert not isinstance(table.this, exp.Identifier)


def test_no_other_sql_is_written_by_hand():
    """Outside the compiler, SQL is constant text about a version as a whole."""
    folder = Path(guard.__file__).parent
    others = {
        path.name
        for path in folder.glob("*.py")
        if "SELECT " in path.read_text(encoding="utf-8") and path.name not in ("guard.py",)
    }
    assert others <= {"offers.py", "version.py", "templates.py"}
