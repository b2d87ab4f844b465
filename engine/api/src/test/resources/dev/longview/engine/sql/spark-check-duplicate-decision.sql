WITH `counted` AS (
  SELECT
    xxhash64(`decisions`.`decision_id`) AS `hash`,
    count(*) AS `rows`
  FROM `decisions`
  WHERE (((`decisions`.`received` IS NULL) OR (`decisions`.`received` <= CAST(1000000 AS BIGINT))) AND (`decisions`.`decision_id` IS NOT NULL))
  GROUP BY xxhash64(`decisions`.`decision_id`)
),
`again` AS (
  SELECT
    `counted`.`hash` AS `hash`
  FROM `counted`
  WHERE (CAST(1 AS BIGINT) < `counted`.`rows`)
),
`variant` AS (
  SELECT
    `decisions`.`decision_id` AS `decision_id`,
    count(*) AS `rows`
  FROM `decisions`
  JOIN `again` ON (xxhash64(`decisions`.`decision_id`) = `again`.`hash`)
  WHERE (((`decisions`.`received` IS NULL) OR (`decisions`.`received` <= CAST(1000000 AS BIGINT))) AND (`decisions`.`decision_id` IS NOT NULL))
  GROUP BY `decisions`.`decision_id`, `decisions`.`account`, `decisions`.`member`, `decisions`.`time`, `decisions`.`surface`, `decisions`.`policy`, array_join(transform(`decisions`.`cells`, x -> concat(CAST(length(x) AS STRING), ':', x)), ''), `decisions`.`seed`, `decisions`.`candidates_id`, `decisions`.`rules`, `decisions`.`usable_off_policy`, `decisions`.`unusable_reason`
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
    coalesce(CAST(`variant`.`decision_id` AS STRING), '?') AS `id`,
    CAST(sum(`variant`.`rows`) AS BIGINT) AS `rows`,
    count(*) AS `variants`
  FROM `variant`
  GROUP BY `variant`.`decision_id`
)
SELECT
  count(*) FILTER (WHERE (CAST(1 AS BIGINT) < `checked`.`rows`)) AS `rows.0`,
  count(*) AS `of.0`,
  count(*) FILTER (WHERE (CAST(1 AS BIGINT) < `checked`.`variants`)) AS `rows.1`,
  count(*) AS `of.1`
FROM `checked`
