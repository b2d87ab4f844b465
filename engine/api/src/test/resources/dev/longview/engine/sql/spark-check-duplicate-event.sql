WITH `counted` AS (
  SELECT
    xxhash64(`feedback`.`event_id`) AS `hash`,
    count(*) AS `rows`
  FROM `feedback`
  WHERE (((`feedback`.`received` IS NULL) OR (`feedback`.`received` <= CAST(1000000 AS BIGINT))) AND (`feedback`.`event_id` IS NOT NULL))
  GROUP BY xxhash64(`feedback`.`event_id`)
),
`again` AS (
  SELECT
    `counted`.`hash` AS `hash`
  FROM `counted`
  WHERE (CAST(1 AS BIGINT) < `counted`.`rows`)
),
`variant` AS (
  SELECT
    `feedback`.`event_id` AS `event_id`,
    count(*) AS `rows`
  FROM `feedback`
  JOIN `again` ON (xxhash64(`feedback`.`event_id`) = `again`.`hash`)
  WHERE (((`feedback`.`received` IS NULL) OR (`feedback`.`received` <= CAST(1000000 AS BIGINT))) AND (`feedback`.`event_id` IS NOT NULL))
  GROUP BY `feedback`.`event_id`, `feedback`.`kind`, `feedback`.`member`, `feedback`.`item`, `feedback`.`time`, `feedback`.`decision_id`, `feedback`.`position`, `feedback`.`value`, `feedback`.`label`, array_join(transform(concat(map_keys(`feedback`.`attributes`), transform(map_values(`feedback`.`attributes`), v -> coalesce(v, ''))), x -> concat(CAST(length(x) AS STRING), ':', x)), ''), `feedback`.`retracts`
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
    coalesce(CAST(`variant`.`event_id` AS STRING), '?') AS `id`,
    CAST(sum(`variant`.`rows`) AS BIGINT) AS `rows`,
    count(*) AS `variants`
  FROM `variant`
  GROUP BY `variant`.`event_id`
)
SELECT
  count(*) FILTER (WHERE (CAST(1 AS BIGINT) < `checked`.`rows`)) AS `rows.0`,
  count(*) AS `of.0`,
  count(*) FILTER (WHERE (CAST(1 AS BIGINT) < `checked`.`variants`)) AS `rows.1`,
  count(*) AS `of.1`
FROM `checked`
