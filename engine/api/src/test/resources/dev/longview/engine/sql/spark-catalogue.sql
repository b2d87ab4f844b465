WITH `version` AS (
  SELECT
    `items`.`item` AS `item`,
    `items`.`item.genres` AS `item.genres`,
    lead(`items`.`valid_from`) OVER (PARTITION BY `items`.`item` ORDER BY `items`.`valid_from` ASC NULLS LAST, `items`.`received` ASC NULLS LAST, `items`.`item.genres` ASC NULLS LAST) AS `next_from`
  FROM `items`
  WHERE (((`items`.`item` IS NOT NULL) AND (`items`.`received` <= CAST(7 AS BIGINT))) AND (`items`.`valid_from` <= CAST(7 AS BIGINT)))
)
SELECT
  `version`.`item` AS `item`,
  array_join(transform(`version`.`item.genres`, x -> concat(CAST(length(x) AS STRING), ':', x)), '') AS `item.genres`
FROM `version`
WHERE (`version`.`next_from` IS NULL)
ORDER BY `version`.`item` ASC NULLS LAST
