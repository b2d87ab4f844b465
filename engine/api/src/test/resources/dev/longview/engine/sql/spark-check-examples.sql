WITH `checked` AS (
  SELECT
    coalesce(CAST(`decisions`.`decision_id` AS STRING), '?') AS `id`,
    (((`decisions`.`decision_id` IS NULL) OR (`decisions`.`time` IS NULL)) OR (`decisions`.`received` IS NULL)) AS `lacks`
  FROM `decisions`
  WHERE ((`decisions`.`received` IS NULL) OR (`decisions`.`received` <= CAST(7 AS BIGINT)))
)
SELECT
  `checked`.`id` AS `id`
FROM `checked`
WHERE `checked`.`lacks`
ORDER BY `checked`.`id` ASC NULLS LAST
LIMIT 10
