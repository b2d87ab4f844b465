WITH `checked` AS (
  SELECT
    coalesce(CAST(`decisions`.`decision_id` AS STRING), '?') AS `id`,
    (((`decisions`.`decision_id` IS NULL) OR (`decisions`.`time` IS NULL)) OR (`decisions`.`received` IS NULL)) AS `lacks`
  FROM `decisions`
  WHERE ((`decisions`.`received` IS NULL) OR (`decisions`.`received` <= CAST(1000000 AS BIGINT)))
)
SELECT
  count(*) FILTER (WHERE `checked`.`lacks`) AS `rows.0`,
  count(*) AS `of.0`
FROM `checked`
