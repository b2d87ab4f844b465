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
    `decisions`.`context.device` AS `context.device`
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
    `decision`.`context.device` AS `context.device`
  FROM `decision`
  WHERE ((((-9223372036854775807 - 1) <= least(`decision`.`time`, `decision`.`received`)) AND (least(`decision`.`time`, `decision`.`received`) < CAST(9223372036854775807 AS BIGINT))) AND ((`decision`.`policy` = 'v"1\'') OR (('v"1\'@' <= `decision`.`policy`) AND (`decision`.`policy` < 'v"1\'A'))))
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
`withdrawal` AS (
  SELECT
    `event`.`retracts` AS `event_id`,
    min(`event`.`received`) AS `received`,
    min_by(least(`event`.`time`, `event`.`received`), struct(`event`.`received`, least(`event`.`time`, `event`.`received`))) AS `happened`
  FROM `event`
  WHERE ((`event`.`retracts` IS NOT NULL) AND ((`event`.`received` - least(`event`.`time`, `event`.`received`)) <= CAST(172800000000 AS BIGINT)))
  GROUP BY `event`.`retracts`
),
`by_item` AS (
  SELECT
    least(`event`.`time`, `event`.`received`) AS `happened`,
    `event`.`event_id` AS `event_id`,
    `event`.`kind` AS `kind`,
    `event`.`received` AS `received`,
    `event`.`value` AS `value`,
    `event`.`label` AS `label`,
    `recommended`.`time` AS `decided`,
    `recommended`.`decision_id` AS `decision_id`,
    `recommended`.`position` AS `position`,
    `withdrawal`.`received` AS `withdrawn_received`,
    `withdrawal`.`happened` AS `withdrawn_happened`,
    row_number() OVER (PARTITION BY `event`.`event_id` ORDER BY `recommended`.`slate_received` ASC NULLS LAST, `recommended`.`position` ASC NULLS LAST) AS `rank`
  FROM `event`
  JOIN `recommended` ON ((`event`.`decision_id` = `recommended`.`decision_id`) AND (`event`.`item` = `recommended`.`item`))
  LEFT JOIN `withdrawal` ON (`event`.`event_id` = `withdrawal`.`event_id`)
  WHERE ((((`event`.`retracts` IS NULL) AND ((`event`.`received` - least(`event`.`time`, `event`.`received`)) <= CAST(172800000000 AS BIGINT))) AND ((((`event`.`kind` = 'play') OR (`event`.`kind` = 'watch')) OR (`event`.`kind` = 'it\'s \\a')) OR (`event`.`kind` = 'impression'))) AND (`event`.`position` IS NULL))
),
`answer` AS (
  SELECT
    least(`event`.`time`, `event`.`received`) AS `happened`,
    `event`.`event_id` AS `event_id`,
    `event`.`kind` AS `kind`,
    `event`.`received` AS `received`,
    `event`.`value` AS `value`,
    `event`.`label` AS `label`,
    `recommended`.`time` AS `decided`,
    `recommended`.`decision_id` AS `decision_id`,
    `recommended`.`position` AS `position`,
    `withdrawal`.`received` AS `withdrawn_received`,
    `withdrawal`.`happened` AS `withdrawn_happened`
  FROM `event`
  JOIN `recommended` ON ((`event`.`decision_id` = `recommended`.`decision_id`) AND (`event`.`position` = `recommended`.`position`))
  LEFT JOIN `withdrawal` ON (`event`.`event_id` = `withdrawal`.`event_id`)
  WHERE ((((`event`.`retracts` IS NULL) AND ((`event`.`received` - least(`event`.`time`, `event`.`received`)) <= CAST(172800000000 AS BIGINT))) AND ((((`event`.`kind` = 'play') OR (`event`.`kind` = 'watch')) OR (`event`.`kind` = 'it\'s \\a')) OR (`event`.`kind` = 'impression'))) AND ((`event`.`item` IS NULL) OR (`event`.`item` = `recommended`.`item`)))
  UNION ALL
  SELECT
    `by_item`.`happened` AS `happened`,
    `by_item`.`event_id` AS `event_id`,
    `by_item`.`kind` AS `kind`,
    `by_item`.`received` AS `received`,
    `by_item`.`value` AS `value`,
    `by_item`.`label` AS `label`,
    `by_item`.`decided` AS `decided`,
    `by_item`.`decision_id` AS `decision_id`,
    `by_item`.`position` AS `position`,
    `by_item`.`withdrawn_received` AS `withdrawn_received`,
    `by_item`.`withdrawn_happened` AS `withdrawn_happened`
  FROM `by_item`
  WHERE (`by_item`.`rank` = CAST(1 AS BIGINT))
),
`clocks_0` AS (
  SELECT
    `answer`.`decision_id` AS `decision_id`,
    `answer`.`position` AS `position`,
    `answer`.`event_id` AS `event_id`,
    `answer`.`kind` AS `kind`,
    `answer`.`happened` AS `happened`,
    `answer`.`received` AS `received`,
    (`answer`.`received` - `answer`.`decided`) AS `delay`,
    (((`answer`.`kind` = 'play') AND ((`answer`.`decided` <= `answer`.`happened`) AND (`answer`.`happened` <= (`answer`.`decided` + CAST(2419200000000 AS BIGINT))))) AND (CAST(0 AS BIGINT) < CAST(1 AS BIGINT))) AS `in.0.0`,
    (((`answer`.`kind` = 'watch') AND ((`answer`.`decided` <= `answer`.`happened`) AND (`answer`.`happened` <= (`answer`.`decided` + CAST(2419200000000 AS BIGINT))))) AND ((`answer`.`value` IS NOT NULL) AND (NOT isnan(`answer`.`value`)))) AS `in.1.0`,
    CAST((least(greatest(`answer`.`value`, CAST('0.0' AS DOUBLE)), CAST('6000.0' AS DOUBLE)) * CAST('1.9342813113834067E25' AS DOUBLE)) AS DECIMAL(38, 0)) AS `amount.1`
  FROM `answer`
  WHERE (((`answer`.`kind` = 'play') OR (`answer`.`kind` = 'watch')) OR (`answer`.`kind` = 'impression'))
),
`outcomes_0` AS (
  SELECT
    `clocks_0`.`decision_id` AS `decision_id`,
    `clocks_0`.`position` AS `position`,
    min(`clocks_0`.`received`) FILTER (WHERE (`clocks_0`.`kind` = 'impression')) AS `seen`,
    min(`clocks_0`.`happened`) FILTER (WHERE `clocks_0`.`in.0.0`) AS `first.0.0`,
    (CAST(sum(`clocks_0`.`amount.1`) FILTER (WHERE `clocks_0`.`in.1.0`) AS DOUBLE) * CAST('5.169878828456423E-26' AS DOUBLE)) AS `value.1.0`
  FROM `clocks_0`
  GROUP BY `clocks_0`.`decision_id`, `clocks_0`.`position`
),
`clocks_1` AS (
  SELECT
    `answer`.`decision_id` AS `decision_id`,
    `answer`.`position` AS `position`,
    `answer`.`event_id` AS `event_id`,
    `answer`.`kind` AS `kind`,
    `answer`.`happened` AS `happened`,
    `answer`.`received` AS `received`,
    (`answer`.`received` - `answer`.`decided`) AS `delay`,
    (((`answer`.`kind` = 'it\'s \\a') AND ((`outcomes_0`.`first.0.0` <= `answer`.`happened`) AND (`answer`.`happened` <= (`outcomes_0`.`first.0.0` + CAST(2419200000000 AS BIGINT))))) AND (CASE WHEN (`answer`.`label` = 'down') THEN CAST(0 AS BIGINT) ELSE CASE WHEN (`answer`.`label` = 'none') THEN CAST(1 AS BIGINT) ELSE CASE WHEN (`answer`.`label` = 'up') THEN CAST(2 AS BIGINT) ELSE CAST(NULL AS BIGINT) END END END IS NOT NULL)) AS `in.2.0`,
    CASE WHEN (`answer`.`withdrawn_happened` <= (`outcomes_0`.`first.0.0` + CAST(2419200000000 AS BIGINT))) THEN (`answer`.`withdrawn_received` - `answer`.`decided`) ELSE CAST(NULL AS BIGINT) END AS `gone.2.0`,
    CASE WHEN (`answer`.`label` = 'down') THEN CAST(0 AS BIGINT) ELSE CASE WHEN (`answer`.`label` = 'none') THEN CAST(1 AS BIGINT) ELSE CASE WHEN (`answer`.`label` = 'up') THEN CAST(2 AS BIGINT) ELSE CAST(NULL AS BIGINT) END END END AS `amount.2`
  FROM `answer`
  JOIN `outcomes_0` ON ((`answer`.`decision_id` = `outcomes_0`.`decision_id`) AND (`answer`.`position` = `outcomes_0`.`position`))
  WHERE (`answer`.`kind` = 'it\'s \\a')
),
`outcomes_1` AS (
  SELECT
    `clocks_1`.`decision_id` AS `decision_id`,
    `clocks_1`.`position` AS `position`,
    max_by(`clocks_1`.`amount.2`, struct(`clocks_1`.`happened`, `clocks_1`.`received`, `clocks_1`.`event_id`)) FILTER (WHERE (`clocks_1`.`in.2.0` AND (`clocks_1`.`gone.2.0` IS NULL))) AS `value.2.0`
  FROM `clocks_1`
  GROUP BY `clocks_1`.`decision_id`, `clocks_1`.`position`
),
`decision_kept` AS (
  SELECT
    count(*) AS `rows`
  FROM `decision`
),
`decision_complete` AS (
  SELECT
    count(*) AS `rows`
  FROM `decisions`
  WHERE (((`decisions`.`received` <= CAST(1000000 AS BIGINT)) AND (`decisions`.`decision_id` IS NOT NULL)) AND (`decisions`.`time` IS NOT NULL))
),
`decision_read` AS (
  SELECT
    count(*) AS `rows`
  FROM `decisions`
  WHERE ((`decisions`.`received` IS NULL) OR (`decisions`.`received` <= CAST(1000000 AS BIGINT)))
),
`slate_kept` AS (
  SELECT
    count(*) AS `rows`
  FROM `slate`
),
`slate_complete` AS (
  SELECT
    count(*) AS `rows`
  FROM `slates`
  WHERE ((((`slates`.`received` <= CAST(1000000 AS BIGINT)) AND (`slates`.`decision_id` IS NOT NULL)) AND (`slates`.`position` IS NOT NULL)) AND (`slates`.`item` IS NOT NULL))
),
`slate_read` AS (
  SELECT
    count(*) AS `rows`
  FROM `slates`
  WHERE ((`slates`.`received` IS NULL) OR (`slates`.`received` <= CAST(1000000 AS BIGINT)))
),
`event_kept` AS (
  SELECT
    count(*) AS `rows`
  FROM `event`
),
`event_complete` AS (
  SELECT
    count(*) AS `rows`
  FROM `feedback`
  WHERE ((((`feedback`.`received` <= CAST(1000000 AS BIGINT)) AND (`feedback`.`event_id` IS NOT NULL)) AND (`feedback`.`kind` IS NOT NULL)) AND (`feedback`.`time` IS NOT NULL))
),
`event_read` AS (
  SELECT
    count(*) AS `rows`
  FROM `feedback`
  WHERE ((`feedback`.`received` IS NULL) OR (`feedback`.`received` <= CAST(1000000 AS BIGINT)))
),
`claim` AS (
  SELECT
    `event`.`event_id` AS `event_id`,
    `event`.`item` AS `item`,
    `event`.`retracts` AS `retracts`,
    ((`event`.`received` - least(`event`.`time`, `event`.`received`)) <= CAST(172800000000 AS BIGINT)) AS `in_time`,
    `event`.`decision_id` AS `decision_id`,
    `event`.`position` AS `position`,
    (CAST(1 AS BIGINT) < CAST(0 AS BIGINT)) AS `given`
  FROM `event`
),
`item_of_decision` AS (
  SELECT
    `slate`.`decision_id` AS `decision_id`,
    `slate`.`item` AS `item`
  FROM `slate`
  GROUP BY `slate`.`decision_id`, `slate`.`item`
),
`classified` AS (
  SELECT
    `claim`.`event_id` AS `event_id`,
    CASE WHEN (NOT `claim`.`in_time`) THEN 'past-lateness' ELSE CASE WHEN (`claim`.`retracts` IS NOT NULL) THEN CASE WHEN (`target`.`event_id` IS NULL) THEN 'retraction-of-unknown' ELSE CASE WHEN (`target`.`kind` = 'it\'s \\a') THEN 'retracted' ELSE 'not-retractable' END END ELSE CASE WHEN (`claim`.`decision_id` IS NULL) THEN 'organic' ELSE CASE WHEN (`decision`.`decision_id` IS NULL) THEN 'orphan' ELSE CASE WHEN (((`claim`.`position` IS NOT NULL) AND (`slate`.`decision_id` IS NULL)) OR ((`claim`.`position` IS NULL) AND (`item_of_decision`.`item` IS NULL))) THEN 'unmatched' ELSE CASE WHEN ((`slate`.`item` IS NOT NULL) AND (NOT (`claim`.`item` = `slate`.`item`))) THEN 'contradictory' ELSE CASE WHEN `claim`.`given` THEN 'engaged' ELSE 'counted' END END END END END END END AS `class`
  FROM `claim`
  LEFT JOIN `decision` ON (`claim`.`decision_id` = `decision`.`decision_id`)
  LEFT JOIN `slate` ON ((`claim`.`decision_id` = `slate`.`decision_id`) AND (`claim`.`position` = `slate`.`position`))
  LEFT JOIN `item_of_decision` ON ((`claim`.`decision_id` = `item_of_decision`.`decision_id`) AND (`claim`.`item` = `item_of_decision`.`item`))
  LEFT JOIN `event` AS `target` ON (`claim`.`retracts` = `target`.`event_id`)
),
`counts` AS (
  SELECT
    'duplicate-decision' AS `rule`,
    (`decision_complete`.`rows` - `decision_kept`.`rows`) AS `rows`
  FROM `decision_complete`
  JOIN `decision_kept` ON (CAST(0 AS BIGINT) = CAST(0 AS BIGINT))
  UNION ALL
  SELECT
    'incomplete-decision' AS `rule`,
    (`decision_read`.`rows` - `decision_complete`.`rows`) AS `rows`
  FROM `decision_read`
  JOIN `decision_complete` ON (CAST(0 AS BIGINT) = CAST(0 AS BIGINT))
  UNION ALL
  SELECT
    'duplicate-recommendation' AS `rule`,
    (`slate_complete`.`rows` - `slate_kept`.`rows`) AS `rows`
  FROM `slate_complete`
  JOIN `slate_kept` ON (CAST(0 AS BIGINT) = CAST(0 AS BIGINT))
  UNION ALL
  SELECT
    'incomplete-recommendation' AS `rule`,
    (`slate_read`.`rows` - `slate_complete`.`rows`) AS `rows`
  FROM `slate_read`
  JOIN `slate_complete` ON (CAST(0 AS BIGINT) = CAST(0 AS BIGINT))
  UNION ALL
  SELECT
    'duplicate-event' AS `rule`,
    (`event_complete`.`rows` - `event_kept`.`rows`) AS `rows`
  FROM `event_complete`
  JOIN `event_kept` ON (CAST(0 AS BIGINT) = CAST(0 AS BIGINT))
  UNION ALL
  SELECT
    'incomplete-event' AS `rule`,
    (`event_read`.`rows` - `event_complete`.`rows`) AS `rows`
  FROM `event_read`
  JOIN `event_complete` ON (CAST(0 AS BIGINT) = CAST(0 AS BIGINT))
  UNION ALL
  SELECT
    'future-dated-decision' AS `rule`,
    count(*) AS `rows`
  FROM `decision`
  WHERE (`decision`.`received` < `decision`.`time`)
  UNION ALL
  SELECT
    'future-dated-event' AS `rule`,
    count(*) AS `rows`
  FROM `event`
  WHERE (`event`.`received` < `event`.`time`)
  UNION ALL
  SELECT
    'recommendation-without-decision' AS `rule`,
    count(*) AS `rows`
  FROM `slate`
  LEFT JOIN `decision` ON (`slate`.`decision_id` = `decision`.`decision_id`)
  WHERE (`decision`.`decision_id` IS NULL)
  UNION ALL
  SELECT
    'past-lateness' AS `rule`,
    count(*) AS `rows`
  FROM `classified`
  WHERE (`classified`.`class` = 'past-lateness')
  UNION ALL
  SELECT
    'retracted' AS `rule`,
    count(*) AS `rows`
  FROM `classified`
  WHERE (`classified`.`class` = 'retracted')
  UNION ALL
  SELECT
    'not-retractable' AS `rule`,
    count(*) AS `rows`
  FROM `classified`
  WHERE (`classified`.`class` = 'not-retractable')
  UNION ALL
  SELECT
    'retraction-of-unknown' AS `rule`,
    count(*) AS `rows`
  FROM `classified`
  WHERE (`classified`.`class` = 'retraction-of-unknown')
  UNION ALL
  SELECT
    'organic' AS `rule`,
    count(*) AS `rows`
  FROM `classified`
  WHERE (`classified`.`class` = 'organic')
  UNION ALL
  SELECT
    'engaged' AS `rule`,
    count(*) AS `rows`
  FROM `classified`
  WHERE (`classified`.`class` = 'engaged')
  UNION ALL
  SELECT
    'orphan' AS `rule`,
    count(*) AS `rows`
  FROM `classified`
  WHERE (`classified`.`class` = 'orphan')
  UNION ALL
  SELECT
    'unmatched' AS `rule`,
    count(*) AS `rows`
  FROM `classified`
  WHERE (`classified`.`class` = 'unmatched')
  UNION ALL
  SELECT
    'contradictory' AS `rule`,
    count(*) AS `rows`
  FROM `classified`
  WHERE (`classified`.`class` = 'contradictory')
  UNION ALL
  SELECT
    'before-origin' AS `rule`,
    count(*) AS `rows`
  FROM `answer`
  WHERE ((`answer`.`kind` = 'play') AND ((`answer`.`decided` IS NULL) OR (`answer`.`happened` < `answer`.`decided`)))
  UNION ALL
  SELECT
    'past-horizon' AS `rule`,
    count(*) AS `rows`
  FROM `answer`
  WHERE ((`answer`.`kind` = 'play') AND ((`answer`.`decided` + CAST(2419200000000 AS BIGINT)) < `answer`.`happened`))
  UNION ALL
  SELECT
    'before-origin' AS `rule`,
    count(*) AS `rows`
  FROM `answer`
  WHERE ((`answer`.`kind` = 'watch') AND ((`answer`.`decided` IS NULL) OR (`answer`.`happened` < `answer`.`decided`)))
  UNION ALL
  SELECT
    'past-horizon' AS `rule`,
    count(*) AS `rows`
  FROM `answer`
  WHERE ((`answer`.`kind` = 'watch') AND ((`answer`.`decided` + CAST(2419200000000 AS BIGINT)) < `answer`.`happened`))
  UNION ALL
  SELECT
    'missing-value' AS `rule`,
    count(*) AS `rows`
  FROM `answer`
  WHERE ((`answer`.`kind` = 'watch') AND (NOT ((`answer`.`value` IS NOT NULL) AND (NOT isnan(`answer`.`value`)))))
  UNION ALL
  SELECT
    'unseen' AS `rule`,
    count(*) AS `rows`
  FROM `recommended`
  LEFT JOIN `outcomes_0` ON ((`recommended`.`decision_id` = `outcomes_0`.`decision_id`) AND (`recommended`.`position` = `outcomes_0`.`position`))
  WHERE (`outcomes_0`.`seen` IS NULL)
  UNION ALL
  SELECT
    'before-origin' AS `rule`,
    count(*) AS `rows`
  FROM `answer`
  JOIN `outcomes_0` ON ((`answer`.`decision_id` = `outcomes_0`.`decision_id`) AND (`answer`.`position` = `outcomes_0`.`position`))
  WHERE ((`answer`.`kind` = 'it\'s \\a') AND ((`outcomes_0`.`first.0.0` IS NULL) OR (`answer`.`happened` < `outcomes_0`.`first.0.0`)))
  UNION ALL
  SELECT
    'past-horizon' AS `rule`,
    count(*) AS `rows`
  FROM `answer`
  JOIN `outcomes_0` ON ((`answer`.`decision_id` = `outcomes_0`.`decision_id`) AND (`answer`.`position` = `outcomes_0`.`position`))
  WHERE ((`answer`.`kind` = 'it\'s \\a') AND ((`outcomes_0`.`first.0.0` + CAST(2419200000000 AS BIGINT)) < `answer`.`happened`))
  UNION ALL
  SELECT
    'unknown-label' AS `rule`,
    count(*) AS `rows`
  FROM `answer`
  WHERE ((`answer`.`kind` = 'it\'s \\a') AND (NOT (CASE WHEN (`answer`.`label` = 'down') THEN CAST(0 AS BIGINT) ELSE CASE WHEN (`answer`.`label` = 'none') THEN CAST(1 AS BIGINT) ELSE CASE WHEN (`answer`.`label` = 'up') THEN CAST(2 AS BIGINT) ELSE CAST(NULL AS BIGINT) END END END IS NOT NULL)))
)
SELECT
  `counts`.`rule` AS `rule`,
  CAST(sum(`counts`.`rows`) AS BIGINT) AS `rows`
FROM `counts`
GROUP BY `counts`.`rule`
ORDER BY `counts`.`rule` ASC NULLS LAST
