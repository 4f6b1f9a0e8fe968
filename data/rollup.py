"""Adding figures up to larger areas, where nothing is published for them.

Only counts and ratios with both parts are added, part by part; means, medians, indices and shares
without parts never are. A larger area gets a figure only when every smaller one in it has one.
"""

from __future__ import annotations

import pandas as pd

from data.draft import Draft
from semantic.model import Catalogue

_STEPS = ("deso", "regso"), ("regso", "kommun"), ("kommun", "lan"), ("kommun", "riket")

_NESTING = """
CREATE OR REPLACE TEMP TABLE nesting AS
SELECT 'deso' AS child_level, 2018 AS child_division, deso AS child,
       'regso' AS level, 2020 AS division, regso AS area FROM deso_regso
UNION ALL
SELECT 'regso', division, code, 'kommun', 0, kommun FROM area WHERE level = 'regso'
UNION ALL
SELECT 'kommun', 0, code, 'lan', 0, lan FROM area WHERE level = 'kommun'
UNION ALL
SELECT 'kommun', 0, code, 'riket', 0, '00' FROM area WHERE level = 'kommun'
"""

_ADD_UP = """
INSERT INTO cell
WITH complete AS (
    SELECT level, area, division, child_division, count(*) AS children
    FROM nesting WHERE child_level = $child_level AND level = $level GROUP BY ALL
), published AS (
    SELECT DISTINCT indicator, division, year FROM cell WHERE level = $level
), added AS (
    SELECT c.indicator, n.level, n.area, n.division, c.year, c.sex, c.age,
           sum(c.num) AS num, sum(c.den) AS den,
           bool_or(c.status = 'preliminary') AS preliminary,
           min(c.source) AS source
    FROM cell AS c
    JOIN additive AS t ON t.id = c.indicator
    JOIN nesting AS n
      ON n.child_level = c.level AND n.child_division = c.division AND n.child = c.area
    JOIN complete AS w
      ON w.level = n.level AND w.area = n.area AND w.division = n.division
     AND w.child_division = n.child_division
    WHERE c.level = $child_level AND n.level = $level
      AND NOT EXISTS (
          SELECT 1 FROM published AS p
          WHERE p.indicator = c.indicator AND p.division = n.division AND p.year = c.year)
    GROUP BY c.indicator, n.level, n.area, n.division, n.child_division, c.year, c.sex, c.age
    HAVING count(*) = any_value(w.children)
       AND bool_and(c.num IS NOT NULL OR c.status = 'not_applicable')
)
SELECT indicator, level, area, division, year, sex, age, num, den, NULL,
       CASE WHEN num IS NULL THEN 'not_applicable' WHEN num = 0 THEN 'zero'
            WHEN preliminary THEN 'preliminary' ELSE 'value' END,
       'computed', source
FROM added
"""


def add_up(draft: Draft, regso_of: pd.DataFrame, catalogue: Catalogue) -> None:
    """Append computed figures for RegSO 2020, kommuner, län and riket.

    ``regso_of`` has the columns ``deso`` and ``regso``. An indicator and year that has any figure
    at the larger level is left as published.
    """
    draft.db.register("deso_regso", regso_of)
    draft.db.execute(_NESTING)
    draft.db.unregister("deso_regso")
    additive = pd.DataFrame(
        [(i.id, i.kind == "ratio") for i in catalogue if i.additive], columns=["id", "ratio"]
    )
    draft.db.register("additive", additive)
    try:
        for child_level, level in _STEPS:
            draft.db.execute(_ADD_UP, {"child_level": child_level, "level": level})
    finally:
        draft.db.unregister("additive")
