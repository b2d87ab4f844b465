WITH `decision` AS (
  SELECT
    `decisions`.`decision_id` AS `decision_id`,
    `decisions`.`received` AS `received`,
    `decisions`.`time` AS `time`,
    `decisions`.`account` AS `account`,
    `decisions`.`member` AS `member`,
    `decisions`.`policy` AS `policy`,
    `decisions`.`rules` AS `rules`,
    `decisions`.`candidates_id` AS `candidates_id`,
    `decisions`.`usable_off_policy` AS `usable_off_policy`,
    `decisions`.`cells` AS `cells`,
    `decisions`.`context.device` AS `context.device`,
    `decisions`.`member.plays` AS `member.plays`
  FROM `decision_once` AS `decisions`
  WHERE (((`decisions`.`received` <= CAST(1000000 AS BIGINT)) AND (`decisions`.`decision_id` IS NOT NULL)) AND (`decisions`.`time` IS NOT NULL))
),
`slate` AS (
  SELECT
    `slates`.`decision_id` AS `decision_id`,
    `slates`.`position` AS `position`,
    `slates`.`received` AS `received`,
    `slates`.`item` AS `item`,
    `slates`.`conditional_propensity` AS `conditional_propensity`,
    `slates`.`marginal_propensity` AS `marginal_propensity`
  FROM `slate_once` AS `slates`
  WHERE ((((`slates`.`received` <= CAST(1000000 AS BIGINT)) AND (`slates`.`decision_id` IS NOT NULL)) AND (`slates`.`position` IS NOT NULL)) AND (`slates`.`item` IS NOT NULL))
),
`served` AS (
  SELECT
    least(`decision`.`time`, `decision`.`received`) AS `time`,
    `decision`.`decision_id` AS `decision_id`,
    `decision`.`received` AS `received`,
    `decision`.`account` AS `account`,
    `decision`.`member` AS `member`,
    `decision`.`policy` AS `policy`,
    `decision`.`rules` AS `rules`,
    `decision`.`candidates_id` AS `candidates_id`,
    `decision`.`usable_off_policy` AS `usable_off_policy`,
    `decision`.`cells` AS `cells`,
    `decision`.`context.device` AS `context.device`,
    `decision`.`member.plays` AS `member.plays`
  FROM `decision`
  WHERE (((-9223372036854775807 - 1) <= least(`decision`.`time`, `decision`.`received`)) AND (least(`decision`.`time`, `decision`.`received`) < CAST(9223372036854775807 AS BIGINT)))
),
`recommended` AS (
  SELECT
    `served`.`time` AS `time`,
    `served`.`decision_id` AS `decision_id`,
    `served`.`received` AS `received`,
    `served`.`account` AS `account`,
    `served`.`member` AS `member`,
    `served`.`policy` AS `policy`,
    `served`.`rules` AS `rules`,
    `served`.`candidates_id` AS `candidates_id`,
    `served`.`usable_off_policy` AS `usable_off_policy`,
    `served`.`cells` AS `cells`,
    `served`.`context.device` AS `context.device`,
    `served`.`member.plays` AS `member.plays`,
    `slate`.`position` AS `position`,
    `slate`.`item` AS `item`,
    `slate`.`conditional_propensity` AS `conditional_propensity`,
    `slate`.`marginal_propensity` AS `marginal_propensity`,
    `slate`.`received` AS `slate_received`
  FROM `served`
  JOIN `slate` ON (`served`.`decision_id` = `slate`.`decision_id`)
),
`checked` AS (
  SELECT
    concat('position ', CAST(`slate`.`position` AS STRING)) AS `id`,
    min(coalesce(`slate`.`conditional_propensity`, `slate`.`marginal_propensity`)) AS `smallest`
  FROM `slate`
  JOIN `decision` ON (`slate`.`decision_id` = `decision`.`decision_id`)
  WHERE ((coalesce(`decision`.`usable_off_policy`, FALSE) AND (((-9223372036854775807 - 1) <= least(`decision`.`time`, `decision`.`received`)) AND (least(`decision`.`time`, `decision`.`received`) < CAST(9223372036854775807 AS BIGINT)))) AND (coalesce(`slate`.`conditional_propensity`, `slate`.`marginal_propensity`) IS NOT NULL))
  GROUP BY `slate`.`position`
)
SELECT
  count(*) FILTER (WHERE (CAST('1.0' AS DOUBLE) <= `checked`.`smallest`)) AS `rows.0`,
  count(*) AS `of.0`
FROM `checked`
