WITH `membership_counted` AS (
  SELECT
    xxhash64(`memberships`.`event_id`) AS `hash`,
    count(*) AS `rows`
  FROM `memberships`
  WHERE (((((`memberships`.`received` <= CAST(7 AS BIGINT)) AND (`memberships`.`event_id` IS NOT NULL)) AND (`memberships`.`account` IS NOT NULL)) AND (`memberships`.`event` IS NOT NULL)) AND (`memberships`.`time` IS NOT NULL))
  GROUP BY xxhash64(`memberships`.`event_id`)
),
`membership_repeated` AS (
  SELECT
    `membership_counted`.`hash` AS `hash`
  FROM `membership_counted`
  WHERE (CAST(1 AS BIGINT) < `membership_counted`.`rows`)
),
`membership_ranked` AS (
  SELECT
    `memberships`.`event_id` AS `event_id`,
    `memberships`.`received` AS `received`,
    `memberships`.`account` AS `account`,
    `memberships`.`member` AS `member`,
    `memberships`.`event` AS `event`,
    `memberships`.`plan` AS `plan`,
    `memberships`.`period_start` AS `period_start`,
    `memberships`.`period_end` AS `period_end`,
    `memberships`.`voluntary` AS `voluntary`,
    `memberships`.`time` AS `time`,
    row_number() OVER (PARTITION BY `memberships`.`event_id` ORDER BY `memberships`.`received` ASC NULLS LAST, `memberships`.`account` ASC NULLS LAST, `memberships`.`member` ASC NULLS LAST, `memberships`.`event` ASC NULLS LAST, `memberships`.`plan` ASC NULLS LAST, `memberships`.`period_start` ASC NULLS LAST, `memberships`.`period_end` ASC NULLS LAST, `memberships`.`voluntary` ASC NULLS LAST, `memberships`.`time` ASC NULLS LAST) AS `rank`
  FROM `memberships`
  JOIN `membership_repeated` ON (xxhash64(`memberships`.`event_id`) = `membership_repeated`.`hash`)
  WHERE (((((`memberships`.`received` <= CAST(7 AS BIGINT)) AND (`memberships`.`event_id` IS NOT NULL)) AND (`memberships`.`account` IS NOT NULL)) AND (`memberships`.`event` IS NOT NULL)) AND (`memberships`.`time` IS NOT NULL))
),
`membership` AS (
  SELECT
    `memberships`.`event_id` AS `event_id`,
    `memberships`.`received` AS `received`,
    `memberships`.`account` AS `account`,
    `memberships`.`member` AS `member`,
    `memberships`.`event` AS `event`,
    `memberships`.`plan` AS `plan`,
    `memberships`.`period_start` AS `period_start`,
    `memberships`.`period_end` AS `period_end`,
    `memberships`.`voluntary` AS `voluntary`,
    `memberships`.`time` AS `time`
  FROM `memberships`
  LEFT JOIN `membership_repeated` ON (xxhash64(`memberships`.`event_id`) = `membership_repeated`.`hash`)
  WHERE ((((((`memberships`.`received` <= CAST(7 AS BIGINT)) AND (`memberships`.`event_id` IS NOT NULL)) AND (`memberships`.`account` IS NOT NULL)) AND (`memberships`.`event` IS NOT NULL)) AND (`memberships`.`time` IS NOT NULL)) AND (`membership_repeated`.`hash` IS NULL))
  UNION ALL
  SELECT
    `membership_ranked`.`event_id` AS `event_id`,
    `membership_ranked`.`received` AS `received`,
    `membership_ranked`.`account` AS `account`,
    `membership_ranked`.`member` AS `member`,
    `membership_ranked`.`event` AS `event`,
    `membership_ranked`.`plan` AS `plan`,
    `membership_ranked`.`period_start` AS `period_start`,
    `membership_ranked`.`period_end` AS `period_end`,
    `membership_ranked`.`voluntary` AS `voluntary`,
    `membership_ranked`.`time` AS `time`
  FROM `membership_ranked`
  WHERE (`membership_ranked`.`rank` = CAST(1 AS BIGINT))
)
SELECT
  `membership`.`event_id` AS `event_id`,
  `membership`.`account` AS `account`,
  `membership`.`member` AS `member`,
  `membership`.`event` AS `event`,
  `membership`.`plan` AS `plan`,
  `membership`.`period_start` AS `period_start`,
  `membership`.`period_end` AS `period_end`,
  `membership`.`voluntary` AS `voluntary`,
  `membership`.`time` AS `time`,
  `membership`.`received` AS `received`
FROM `membership`
ORDER BY `membership`.`account` ASC NULLS LAST, `membership`.`time` ASC NULLS LAST, `membership`.`event_id` ASC NULLS LAST
