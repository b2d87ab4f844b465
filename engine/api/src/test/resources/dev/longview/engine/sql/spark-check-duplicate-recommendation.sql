WITH `counted` AS (
  SELECT
    xxhash64(`slates`.`decision_id`, `slates`.`position`) AS `hash`,
    count(*) AS `rows`
  FROM `slates`
  WHERE ((((`slates`.`received` IS NULL) OR (`slates`.`received` <= CAST(1000000 AS BIGINT))) AND (`slates`.`decision_id` IS NOT NULL)) AND (`slates`.`position` IS NOT NULL))
  GROUP BY xxhash64(`slates`.`decision_id`, `slates`.`position`)
),
`again` AS (
  SELECT
    `counted`.`hash` AS `hash`
  FROM `counted`
  WHERE (CAST(1 AS BIGINT) < `counted`.`rows`)
),
`variant` AS (
  SELECT
    `slates`.`decision_id` AS `decision_id`,
    `slates`.`position` AS `position`,
    count(*) AS `rows`
  FROM `slates`
  JOIN `again` ON (xxhash64(`slates`.`decision_id`, `slates`.`position`) = `again`.`hash`)
  WHERE ((((`slates`.`received` IS NULL) OR (`slates`.`received` <= CAST(1000000 AS BIGINT))) AND (`slates`.`decision_id` IS NOT NULL)) AND (`slates`.`position` IS NOT NULL))
  GROUP BY `slates`.`decision_id`, `slates`.`position`, `slates`.`item`, `slates`.`conditional_propensity`, `slates`.`marginal_propensity`, `slates`.`marginal_error`, `slates`.`score`
),
`checked` AS (
  SELECT
    CAST(NULL AS STRING) AS `id`,
    CAST(1 AS BIGINT) AS `rows`,
    CAST(1 AS BIGINT) AS `variants`
  FROM `counted`
  WHERE (`counted`.`rows` = CAST(1 AS BIGINT))
  UNION ALL
  SELECT
    concat(coalesce(CAST(`variant`.`decision_id` AS STRING), '?'), '/', CAST(coalesce(CAST(`variant`.`position` AS STRING), '?') AS STRING)) AS `id`,
    CAST(sum(`variant`.`rows`) AS BIGINT) AS `rows`,
    count(*) AS `variants`
  FROM `variant`
  GROUP BY `variant`.`decision_id`, `variant`.`position`
)
SELECT
  count(*) FILTER (WHERE (CAST(1 AS BIGINT) < `checked`.`rows`)) AS `rows.0`,
  count(*) AS `of.0`,
  count(*) FILTER (WHERE (CAST(1 AS BIGINT) < `checked`.`variants`)) AS `rows.1`,
  count(*) AS `of.1`
FROM `checked`
