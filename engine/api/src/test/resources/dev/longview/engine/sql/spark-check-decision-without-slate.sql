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
`candidates` AS (
  SELECT
    `candidate_sets`.`candidates_id` AS `candidates_id`,
    `candidate_sets`.`received` AS `received`,
    `candidate_sets`.`items` AS `items`
  FROM `candidates_once` AS `candidate_sets`
  WHERE (((`candidate_sets`.`received` <= CAST(1000000 AS BIGINT)) AND (`candidate_sets`.`candidates_id` IS NOT NULL)) AND (`candidate_sets`.`items` IS NOT NULL))
),
`item_of_decision` AS (
  SELECT
    `slate`.`decision_id` AS `decision_id`,
    count(*) AS `rows`,
    min(`slate`.`position`) AS `first`,
    max(`slate`.`position`) AS `last`
  FROM `slate`
  GROUP BY `slate`.`decision_id`, `slate`.`item`
),
`shape` AS (
  SELECT
    `item_of_decision`.`decision_id` AS `decision_id`,
    CAST(sum(`item_of_decision`.`rows`) AS BIGINT) AS `rows`,
    count(*) AS `items`,
    min(`item_of_decision`.`first`) AS `first`,
    max(`item_of_decision`.`last`) AS `last`
  FROM `item_of_decision`
  GROUP BY `item_of_decision`.`decision_id`
),
`event` AS (
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
`impressed` AS (
  SELECT
    `event`.`decision_id` AS `decision_id`
  FROM `event`
  WHERE (((`event`.`kind` = 'impression') AND (`event`.`retracts` IS NULL)) AND (`event`.`decision_id` IS NOT NULL))
  GROUP BY `event`.`decision_id`
),
`checked` AS (
  SELECT
    `decision`.`decision_id` AS `id`,
    coalesce(`decision`.`usable_off_policy`, FALSE) AS `usable`,
    `shape`.`rows` AS `rows`,
    `shape`.`items` AS `items`,
    `shape`.`first` AS `first`,
    `shape`.`last` AS `last`,
    `decision`.`candidates_id` AS `candidates_id`,
    size(`candidates`.`items`) AS `candidates`,
    (`decision`.`received` < `decision`.`time`) AS `ahead`,
    (CAST(172800000000 AS BIGINT) < (`decision`.`received` - least(`decision`.`time`, `decision`.`received`))) AS `late`,
    (`impressed`.`decision_id` IS NOT NULL) AS `seen`,
    ((CASE WHEN coalesce(array_contains(`decision`.`cells`, 'ranking/control'), FALSE) THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END + CASE WHEN coalesce(array_contains(`decision`.`cells`, 'ranking/new'), FALSE) THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END) < size(`decision`.`cells`)) AS `strange`
  FROM `decision`
  LEFT JOIN `shape` ON (`decision`.`decision_id` = `shape`.`decision_id`)
  LEFT JOIN `candidates` ON (`decision`.`candidates_id` = `candidates`.`candidates_id`)
  LEFT JOIN `impressed` ON (`decision`.`decision_id` = `impressed`.`decision_id`)
  WHERE (((-9223372036854775807 - 1) <= least(`decision`.`time`, `decision`.`received`)) AND (least(`decision`.`time`, `decision`.`received`) < CAST(9223372036854775807 AS BIGINT)))
)
SELECT
  count(*) FILTER (WHERE (NOT (`checked`.`rows` IS NOT NULL))) AS `rows.0`,
  count(*) AS `of.0`,
  count(*) FILTER (WHERE ((`checked`.`rows` IS NOT NULL) AND (NOT ((`checked`.`first` = CAST(0 AS BIGINT)) AND ((`checked`.`last` + CAST(1 AS BIGINT)) = `checked`.`rows`))))) AS `rows.1`,
  count(*) FILTER (WHERE (`checked`.`rows` IS NOT NULL)) AS `of.1`,
  count(*) FILTER (WHERE ((`checked`.`rows` IS NOT NULL) AND (`checked`.`items` < `checked`.`rows`))) AS `rows.2`,
  count(*) FILTER (WHERE (`checked`.`rows` IS NOT NULL)) AS `of.2`,
  count(*) FILTER (WHERE (`checked`.`usable` AND (NOT (`checked`.`candidates_id` IS NOT NULL)))) AS `rows.3`,
  count(*) FILTER (WHERE `checked`.`usable`) AS `of.3`,
  count(*) FILTER (WHERE ((`checked`.`candidates_id` IS NOT NULL) AND (NOT (`checked`.`candidates` IS NOT NULL)))) AS `rows.4`,
  count(*) FILTER (WHERE (`checked`.`candidates_id` IS NOT NULL)) AS `of.4`,
  count(*) FILTER (WHERE ((`checked`.`usable` AND (`checked`.`candidates` IS NOT NULL)) AND (`checked`.`candidates` = CAST(1 AS BIGINT)))) AS `rows.5`,
  count(*) FILTER (WHERE (`checked`.`usable` AND (`checked`.`candidates` IS NOT NULL))) AS `of.5`,
  count(*) FILTER (WHERE ((`checked`.`rows` IS NOT NULL) AND (NOT `checked`.`seen`))) AS `rows.6`,
  count(*) FILTER (WHERE (`checked`.`rows` IS NOT NULL)) AS `of.6`,
  count(*) FILTER (WHERE `checked`.`ahead`) AS `rows.7`,
  count(*) AS `of.7`,
  count(*) FILTER (WHERE `checked`.`late`) AS `rows.8`,
  count(*) AS `of.8`,
  count(*) FILTER (WHERE `checked`.`strange`) AS `rows.9`,
  count(*) AS `of.9`
FROM `checked`
