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
    `event`.`event_id` AS `id`,
    (`event`.`received` < `event`.`time`) AS `ahead`,
    ((`event`.`kind` = 'play') OR (`event`.`kind` = 'it\'s \\a')) AS `declared`,
    ((`event`.`retracts` IS NULL) AND (CAST(1 AS BIGINT) < CAST(0 AS BIGINT))) AS `needs_value`,
    (CASE WHEN isnan(`event`.`value`) THEN CAST(NULL AS DOUBLE) ELSE `event`.`value` END IS NOT NULL) AS `has_value`,
    ((`event`.`retracts` IS NULL) AND (CAST(1 AS BIGINT) < CAST(0 AS BIGINT))) AS `needs_label`,
    ((`event`.`label` IS NOT NULL) AND (CAST(1 AS BIGINT) < CAST(0 AS BIGINT))) AS `has_label`
  FROM `event`
)
SELECT
  count(*) FILTER (WHERE `checked`.`ahead`) AS `rows.0`,
  count(*) AS `of.0`,
  count(*) FILTER (WHERE (NOT `checked`.`declared`)) AS `rows.1`,
  count(*) AS `of.1`,
  count(*) FILTER (WHERE (`checked`.`needs_value` AND (NOT `checked`.`has_value`))) AS `rows.2`,
  count(*) FILTER (WHERE `checked`.`needs_value`) AS `of.2`,
  count(*) FILTER (WHERE (`checked`.`needs_label` AND (NOT `checked`.`has_label`))) AS `rows.3`,
  count(*) FILTER (WHERE `checked`.`needs_label`) AS `of.3`
FROM `checked`
