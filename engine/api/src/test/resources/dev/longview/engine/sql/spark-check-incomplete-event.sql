WITH `checked` AS (
  SELECT
    coalesce(CAST(`feedback`.`event_id` AS STRING), '?') AS `id`,
    ((((`feedback`.`event_id` IS NULL) OR (`feedback`.`kind` IS NULL)) OR (`feedback`.`time` IS NULL)) OR (`feedback`.`received` IS NULL)) AS `lacks`
  FROM `feedback`
  WHERE ((`feedback`.`received` IS NULL) OR (`feedback`.`received` <= CAST(1000000 AS BIGINT)))
)
SELECT
  count(*) FILTER (WHERE `checked`.`lacks`) AS `rows.0`,
  count(*) AS `of.0`
FROM `checked`
