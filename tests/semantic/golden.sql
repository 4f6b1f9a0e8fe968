-- areas
WITH picked AS (
  SELECT
    cell.indicator,
    cell.area,
    cell.year AS period,
    cell.sex,
    cell.age,
    cell.num AS numerator,
    cell.den AS denominator,
    CASE
      WHEN cell.den IS NULL
      THEN COALESCE(cell.num, cell.value)
      ELSE $scale * cell.num / NULLIF(cell.den, 0)
    END AS value,
    cell.status,
    cell.origin,
    cell.source
  FROM cell
  WHERE
    cell.indicator = $indicator
    AND cell.level = $level
    AND cell.sex = $sex
    AND cell.age = $age
    AND cell.year = $year
    AND cell.division = $division
    AND ARRAY_CONTAINS($codes, cell.area)
)
SELECT
  indicator,
  area,
  period,
  sex,
  age,
  numerator,
  denominator,
  value,
  status,
  origin,
  source
FROM picked
ORDER BY
  period,
  value DESC,
  area,
  sex,
  age

-- trend
WITH picked AS (
  SELECT
    cell.indicator,
    cell.area,
    cell.year AS period,
    cell.sex,
    cell.age,
    cell.num AS numerator,
    cell.den AS denominator,
    CASE
      WHEN cell.den IS NULL
      THEN COALESCE(cell.num, cell.value)
      ELSE $scale * cell.num / NULLIF(cell.den, 0)
    END AS value,
    cell.status,
    cell.origin,
    cell.source
  FROM cell
  WHERE
    cell.indicator = $indicator
    AND cell.level = $level
    AND cell.sex = $sex
    AND cell.age = $age
    AND ARRAY_CONTAINS($years, cell.year)
    AND cell.division = CASE
      WHEN ARRAY_CONTAINS($in_division, cell.year)
      THEN $division
      ELSE $other_division
    END
    AND ARRAY_CONTAINS($codes, cell.area)
)
SELECT
  indicator,
  area,
  period,
  sex,
  age,
  numerator,
  denominator,
  value,
  status,
  origin,
  source
FROM picked
ORDER BY
  area,
  sex,
  age,
  period

-- rank
WITH picked AS (
  SELECT
    cell.indicator,
    cell.area,
    cell.year AS period,
    cell.sex,
    cell.age,
    cell.num AS numerator,
    cell.den AS denominator,
    CASE
      WHEN cell.den IS NULL
      THEN COALESCE(cell.num, cell.value)
      ELSE $scale * cell.num / NULLIF(cell.den, 0)
    END AS value,
    cell.status,
    cell.origin,
    cell.source
  FROM cell
  WHERE
    cell.indicator = $indicator
    AND cell.level = $level
    AND cell.sex = $sex
    AND cell.age = $age
    AND cell.year = $year
    AND cell.division = $division
    AND cell.area >= $from_area
    AND cell.area < $before_area
)
SELECT
  indicator,
  area,
  period,
  sex,
  age,
  numerator,
  denominator,
  value,
  status,
  origin,
  source,
  RANK() OVER (ORDER BY value DESC) AS rank,
  COUNT(*) OVER () AS ranked,
  COUNT(*) OVER (PARTITION BY value) AS tied
FROM picked
WHERE
  NOT value IS NULL
ORDER BY
  rank,
  area
LIMIT $limit

-- threshold
WITH picked AS (
  SELECT
    cell.indicator,
    cell.area,
    cell.year AS period,
    cell.sex,
    cell.age,
    cell.num AS numerator,
    cell.den AS denominator,
    CASE
      WHEN cell.den IS NULL
      THEN COALESCE(cell.num, cell.value)
      ELSE $scale * cell.num / NULLIF(cell.den, 0)
    END AS value,
    cell.status,
    cell.origin,
    cell.source
  FROM cell
  WHERE
    cell.indicator = $indicator
    AND cell.level = $level
    AND cell.sex = $sex
    AND cell.age = $age
    AND cell.year = $year
    AND cell.division = $division
)
SELECT
  indicator,
  area,
  period,
  sex,
  age,
  numerator,
  denominator,
  value,
  status,
  origin,
  source,
  COUNT(*) OVER () AS matched
FROM picked
WHERE
  value >= $bound
ORDER BY
  value DESC,
  area

-- change
WITH picked AS (
  SELECT
    cell.indicator,
    cell.area,
    cell.year AS period,
    cell.sex,
    cell.age,
    cell.num AS numerator,
    cell.den AS denominator,
    CASE
      WHEN cell.den IS NULL
      THEN COALESCE(cell.num, cell.value)
      ELSE $scale * cell.num / NULLIF(cell.den, 0)
    END AS value,
    cell.status,
    cell.origin,
    cell.source
  FROM cell
  WHERE
    cell.indicator = $indicator
    AND cell.level = $level
    AND cell.sex = $sex
    AND cell.age = $age
    AND ARRAY_CONTAINS($years, cell.year)
    AND cell.division = CASE
      WHEN ARRAY_CONTAINS($in_division, cell.year)
      THEN $division
      ELSE $other_division
    END
    AND cell.area >= $from_area
    AND cell.area < $before_area
), pairs AS (
  SELECT
    indicator,
    area,
    sex,
    age,
    MAX(CASE WHEN period = $first THEN value END) AS from_value,
    MAX(CASE WHEN period = $first THEN status END) AS from_status,
    MAX(CASE WHEN period = $first THEN numerator END) AS from_numerator,
    MAX(CASE WHEN period = $first THEN denominator END) AS from_denominator,
    MAX(CASE WHEN period = $first THEN source END) AS from_source,
    MAX(CASE WHEN period = $last THEN value END) AS to_value,
    MAX(CASE WHEN period = $last THEN status END) AS to_status,
    MAX(CASE WHEN period = $last THEN numerator END) AS to_numerator,
    MAX(CASE WHEN period = $last THEN denominator END) AS to_denominator,
    MAX(CASE WHEN period = $last THEN source END) AS to_source
  FROM picked
  GROUP BY
    indicator,
    area,
    sex,
    age
)
SELECT
  indicator,
  area,
  sex,
  age,
  from_value,
  to_value,
  from_status,
  to_status,
  from_numerator,
  to_numerator,
  from_denominator,
  to_denominator,
  from_source,
  to_source,
  CASE
    WHEN NOT ARRAY_CONTAINS($moved, area)
    THEN 100 * (
      to_value - from_value
    ) / NULLIF(from_value, 0)
  END AS value
FROM pairs
ORDER BY
  value DESC,
  area,
  sex,
  age
LIMIT $limit

-- profile
WITH asked AS (
  SELECT
    UNNEST($indicators) AS indicator,
    UNNEST($years) AS year,
    UNNEST($divisions) AS division,
    UNNEST($scales) AS scale
)
SELECT
  cell.indicator,
  cell.area,
  cell.year AS period,
  cell.sex,
  cell.age,
  cell.num AS numerator,
  cell.den AS denominator,
  CASE
    WHEN cell.den IS NULL
    THEN COALESCE(cell.num, cell.value)
    ELSE asked.scale * cell.num / NULLIF(cell.den, 0)
  END AS value,
  cell.status,
  cell.origin,
  cell.source
FROM cell
JOIN asked
  ON asked.indicator = cell.indicator
  AND asked.year = cell.year
  AND asked.division = cell.division
WHERE
  (
    cell.level = $level AND cell.sex = 'total' AND cell.age = 'total'
  )
  AND ARRAY_CONTAINS($codes, cell.area)
ORDER BY
  cell.indicator,
  cell.area

-- types
SELECT
  kind.type AS area_type,
  SUM(cell.num) AS numerator,
  SUM(cell.den) AS denominator,
  COUNT(*) AS areas,
  COUNT(cell.num) AS valued,
  COUNT(CASE WHEN cell.status = 'preliminary' THEN 1 END) AS preliminary,
  COUNT(CASE WHEN cell.status = 'suppressed' THEN 1 END) AS suppressed,
  COUNT(CASE WHEN cell.status = 'not_applicable' THEN 1 END) AS not_applicable,
  MIN(cell.source) AS source,
  $scale * SUM(cell.num) / NULLIF(SUM(cell.den), 0) AS value
FROM cell
JOIN area_type AS kind
  ON kind.area = cell.area AND kind.division = $division AND kind.year = $year
WHERE
  cell.indicator = $indicator
  AND cell.level = $level
  AND cell.sex = $sex
  AND cell.age = $age
  AND cell.year = $year
  AND cell.division = $division
  AND cell.area >= $from_area
  AND cell.area < $before_area
GROUP BY
  kind.type

-- types of several areas and years
SELECT
  LEFT(cell.area, $scope_length) AS area,
  kind.type AS area_type,
  cell.year AS period,
  cell.sex AS sex,
  SUM(cell.num) AS numerator,
  SUM(cell.den) AS denominator,
  COUNT(*) AS areas,
  COUNT(cell.num) AS valued,
  COUNT(CASE WHEN cell.status = 'preliminary' THEN 1 END) AS preliminary,
  COUNT(CASE WHEN cell.status = 'suppressed' THEN 1 END) AS suppressed,
  COUNT(CASE WHEN cell.status = 'not_applicable' THEN 1 END) AS not_applicable,
  MIN(cell.source) AS source,
  CASE WHEN COUNT(cell.num) = COUNT(*) THEN SUM(cell.num) END AS value
FROM cell
JOIN area_type AS kind
  ON kind.area = cell.area AND kind.division = cell.division AND kind.year = cell.year
WHERE
  (
    cell.indicator = $indicator
    AND cell.level = $level
    AND cell.sex <> 'total'
    AND cell.age = $age
    AND ARRAY_CONTAINS($years, cell.year)
    AND cell.division = $division
    AND (
      ARRAY_CONTAINS($within, LEFT(cell.area, $within_length))
      OR ARRAY_CONTAINS($also, LEFT(cell.area, $also_length))
    )
  )
  AND ARRAY_CONTAINS($types, kind.type)
GROUP BY
  LEFT(cell.area, $scope_length),
  kind.type,
  cell.year,
  cell.sex

-- share
WITH summed AS (
  SELECT
    kind.type AS area_type,
    SUM(cell.num) AS numerator,
    SUM(cell.den) AS denominator,
    COUNT(*) AS areas,
    COUNT(cell.num) AS valued,
    COUNT(CASE WHEN cell.status = 'preliminary' THEN 1 END) AS preliminary,
    COUNT(CASE WHEN cell.status = 'suppressed' THEN 1 END) AS suppressed,
    COUNT(CASE WHEN cell.status = 'not_applicable' THEN 1 END) AS not_applicable,
    MIN(cell.source) AS source
  FROM cell
  JOIN area_type AS kind
    ON kind.area = cell.area AND kind.division = $division AND kind.year = $year
  WHERE
    cell.indicator = $indicator
    AND cell.level = $level
    AND cell.sex = $sex
    AND cell.age = $age
    AND cell.year = $year
    AND cell.division = $division
    AND cell.area >= $from_area
    AND cell.area < $before_area
  GROUP BY
    kind.type
)
SELECT
  area_type,
  numerator,
  areas,
  valued,
  preliminary,
  suppressed,
  not_applicable,
  source,
  SUM(numerator) OVER () AS denominator,
  100 * numerator / NULLIF(SUM(numerator) OVER (), 0) AS value
FROM summed

-- gap
WITH summed AS (
  SELECT
    kind.type AS area_type,
    cell.year AS period,
    SUM(cell.num) AS numerator,
    SUM(cell.den) AS denominator,
    COUNT(*) AS areas,
    COUNT(cell.num) AS valued,
    COUNT(CASE WHEN cell.status = 'preliminary' THEN 1 END) AS preliminary,
    COUNT(CASE WHEN cell.status = 'suppressed' THEN 1 END) AS suppressed,
    COUNT(CASE WHEN cell.status = 'not_applicable' THEN 1 END) AS not_applicable,
    MIN(cell.source) AS source,
    $scale * SUM(cell.num) / NULLIF(SUM(cell.den), 0) AS value
  FROM cell
  JOIN area_type AS kind
    ON kind.area = cell.area AND kind.division = cell.division AND kind.year = $type_year
  WHERE
    cell.indicator = $indicator
    AND cell.level = $level
    AND cell.sex = $sex
    AND cell.age = $age
    AND ARRAY_CONTAINS($years, cell.year)
    AND cell.division = $division
  GROUP BY
    kind.type,
    cell.year
), pairs AS (
  SELECT
    period,
    MAX(CASE WHEN area_type = $first THEN value END) AS first_value,
    MAX(CASE WHEN area_type = $first THEN numerator END) AS first_numerator,
    MAX(CASE WHEN area_type = $first THEN denominator END) AS first_denominator,
    MAX(CASE WHEN area_type = $first THEN areas END) AS first_areas,
    MAX(CASE WHEN area_type = $first THEN valued END) AS first_valued,
    MAX(CASE WHEN area_type = $first THEN preliminary END) AS first_preliminary,
    MAX(CASE WHEN area_type = $first THEN suppressed END) AS first_suppressed,
    MAX(CASE WHEN area_type = $first THEN not_applicable END) AS first_not_applicable,
    MAX(CASE WHEN area_type = $second THEN value END) AS second_value,
    MAX(CASE WHEN area_type = $second THEN numerator END) AS second_numerator,
    MAX(CASE WHEN area_type = $second THEN denominator END) AS second_denominator,
    MAX(CASE WHEN area_type = $second THEN areas END) AS second_areas,
    MAX(CASE WHEN area_type = $second THEN valued END) AS second_valued,
    MAX(CASE WHEN area_type = $second THEN preliminary END) AS second_preliminary,
    MAX(CASE WHEN area_type = $second THEN suppressed END) AS second_suppressed,
    MAX(CASE WHEN area_type = $second THEN not_applicable END) AS second_not_applicable,
    MIN(source) AS source
  FROM summed
  GROUP BY
    period
)
SELECT
  period,
  first_value,
  first_numerator,
  first_denominator,
  first_areas,
  first_valued,
  first_preliminary,
  first_suppressed,
  first_not_applicable,
  second_value,
  second_numerator,
  second_denominator,
  second_areas,
  second_valued,
  second_preliminary,
  second_suppressed,
  second_not_applicable,
  source,
  first_value - second_value AS value,
  first_numerator - NULLIF(first_denominator, 0) * second_numerator / NULLIF(second_denominator, 0) AS persons
FROM pairs

-- of_type
SELECT
  kind.area,
  kind.type AS area_type,
  kind.year AS period,
  cell.num AS value,
  cell.status,
  kind.origin,
  kind.source,
  cell.source AS value_source
FROM area_type AS kind
LEFT JOIN cell
  ON cell.area = kind.area
  AND cell.division = kind.division
  AND cell.year = kind.year
  AND cell.indicator = $indicator
  AND cell.level = $level
  AND cell.sex = $sex
  AND cell.age = $age
WHERE
  (
    (
      kind.year = $year AND kind.division = $division
    )
    AND kind.area >= $from_area
    AND kind.area < $before_area
  )
  AND ARRAY_CONTAINS($types, kind.type)
ORDER BY
  area_type,
  cell.num DESC,
  kind.area

-- moved
SELECT
  kind.area,
  kind.type AS from_type,
  later.type AS to_type,
  later.type - kind.type AS value,
  later.origin,
  later.source
FROM area_type AS kind
JOIN area_type AS later
  ON later.area = kind.area AND later.division = kind.division
WHERE
  kind.year = $first
  AND later.year = $last
  AND kind.division = $division
  AND kind.type <> later.type
  AND kind.area >= $from_area
  AND kind.area < $before_area
ORDER BY
  value,
  kind.area
