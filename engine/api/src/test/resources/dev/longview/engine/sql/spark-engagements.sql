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
    `decisions`.`cells` AS `cells`
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
    `decision`.`cells` AS `cells`
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
    `slate`.`position` AS `position`,
    `slate`.`item` AS `item`,
    `slate`.`conditional_propensity` AS `conditional_propensity`,
    `slate`.`marginal_propensity` AS `marginal_propensity`,
    `slate`.`received` AS `slate_received`
  FROM `served`
  JOIN `slate` ON (`served`.`decision_id` = `slate`.`decision_id`)
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
`engaged` AS (
  SELECT
    `event`.`member` AS `member`,
    `event`.`item` AS `item`
  FROM `event`
  WHERE ((((`event`.`retracts` IS NULL) AND ((`event`.`received` - least(`event`.`time`, `event`.`received`)) <= CAST(172800000000 AS BIGINT))) AND (`event`.`item` IS NOT NULL)) AND (`event`.`kind` = 'play'))
  GROUP BY `event`.`member`, `event`.`item`
),
`appearing` AS (
  SELECT
    `served`.`member` AS `member`,
    `slate`.`item` AS `item`,
    (CAST(0 AS BIGINT) = CAST(1 AS BIGINT)) AS `is_event`,
    `served`.`time` AS `at`,
    `served`.`time` AS `shown`,
    CASE WHEN ((greatest(`served`.`received`, `slate`.`received`) - `served`.`time`) <= CAST(172800000000 AS BIGINT)) THEN greatest(`served`.`received`, `slate`.`received`) ELSE CAST(9223372036854775807 AS BIGINT) END AS `known`,
    CAST(NULL AS STRING) AS `event_id`,
    `slate`.`decision_id` AS `decision_id`,
    `slate`.`position` AS `position`,
    (CAST(0 AS BIGINT) = CAST(1 AS BIGINT)) AS `opens`,
    CAST(0 AS BIGINT) AS `tie`
  FROM `served`
  JOIN `slate` ON (`served`.`decision_id` = `slate`.`decision_id`)
  JOIN `engaged` ON ((`served`.`member` = `engaged`.`member`) AND (`slate`.`item` = `engaged`.`item`))
  UNION ALL
  SELECT
    `event`.`member` AS `member`,
    `event`.`item` AS `item`,
    (CAST(0 AS BIGINT) = CAST(0 AS BIGINT)) AS `is_event`,
    least(`event`.`time`, `event`.`received`) AS `at`,
    `event`.`received` AS `shown`,
    `event`.`received` AS `known`,
    `event`.`event_id` AS `event_id`,
    `event`.`decision_id` AS `decision_id`,
    `event`.`position` AS `position`,
    (`event`.`kind` = 'play') AS `opens`,
    `event`.`received` AS `tie`
  FROM `event`
  JOIN `engaged` ON ((`event`.`member` = `engaged`.`member`) AND (`event`.`item` = `engaged`.`item`))
  WHERE (((((`event`.`retracts` IS NULL) AND ((`event`.`received` - least(`event`.`time`, `event`.`received`)) <= CAST(172800000000 AS BIGINT))) AND (`event`.`item` IS NOT NULL)) AND (NOT (`event`.`kind` = 'impression'))) AND ((`event`.`kind` = 'play') OR (`event`.`decision_id` IS NULL)))
)
SELECT
  `appearing`.`member` AS `member`,
  `appearing`.`item` AS `item`,
  `appearing`.`is_event` AS `is_event`,
  `appearing`.`at` AS `at`,
  `appearing`.`shown` AS `shown`,
  `appearing`.`known` AS `known`,
  `appearing`.`event_id` AS `event_id`,
  `appearing`.`decision_id` AS `decision_id`,
  `appearing`.`position` AS `position`,
  `appearing`.`opens` AS `opens`
FROM `appearing`
ORDER BY `appearing`.`member` ASC NULLS LAST, `appearing`.`item` ASC NULLS LAST, `appearing`.`is_event` ASC NULLS LAST, `appearing`.`at` ASC NULLS LAST, `appearing`.`tie` ASC NULLS LAST, `appearing`.`event_id` ASC NULLS LAST, `appearing`.`decision_id` ASC NULLS LAST, `appearing`.`position` ASC NULLS LAST, `appearing`.`shown` ASC NULLS LAST
