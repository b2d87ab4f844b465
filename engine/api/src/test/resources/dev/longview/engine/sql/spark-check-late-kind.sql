WITH `event` AS (
  SELECT
    `feedback`.`event_id` AS `event_id`,
    `feedback`.`received` AS `received`,
    `feedback`.`time` AS `time`,
    `feedback`.`kind` AS `kind`,
    `feedback`.`decision_id` AS `decision_id`,
    `feedback`.`position` AS `position`,
    `feedback`.`item` AS `item`,
    `feedback`.`value` AS `value`,
    `feedback`.`label` AS `label`,
    `feedback`.`retracts` AS `retracts`,
    `feedback`.`member` AS `member`
  FROM `event_once` AS `feedback`
  WHERE ((((`feedback`.`received` <= CAST(1000000 AS BIGINT)) AND (`feedback`.`event_id` IS NOT NULL)) AND (`feedback`.`kind` IS NOT NULL)) AND (`feedback`.`time` IS NOT NULL))
),
`checked` AS (
  SELECT
    `event`.`kind` AS `id`,
    count(*) AS `rows`,
    count(*) FILTER (WHERE (NOT ((`event`.`received` - least(`event`.`time`, `event`.`received`)) <= CAST(172800000000 AS BIGINT)))) AS `late`
  FROM `event`
  GROUP BY `event`.`kind`
)
SELECT
  count(*) FILTER (WHERE (`checked`.`rows` < (`checked`.`late` * CAST(10 AS BIGINT)))) AS `rows.0`,
  count(*) AS `of.0`
FROM `checked`
