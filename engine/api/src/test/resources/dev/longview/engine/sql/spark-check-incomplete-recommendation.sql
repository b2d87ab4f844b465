WITH `checked` AS (
  SELECT
    concat(coalesce(CAST(`slates`.`decision_id` AS STRING), '?'), '/', CAST(coalesce(CAST(`slates`.`position` AS STRING), '?') AS STRING)) AS `id`,
    ((((`slates`.`decision_id` IS NULL) OR (`slates`.`position` IS NULL)) OR (`slates`.`item` IS NULL)) OR (`slates`.`received` IS NULL)) AS `lacks`
  FROM `slates`
  WHERE ((`slates`.`received` IS NULL) OR (`slates`.`received` <= CAST(1000000 AS BIGINT)))
)
SELECT
  count(*) FILTER (WHERE `checked`.`lacks`) AS `rows.0`,
  count(*) AS `of.0`
FROM `checked`
