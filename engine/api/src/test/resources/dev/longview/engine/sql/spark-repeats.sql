WITH `counted` AS (
  SELECT
    xxhash64(`decisions_numbered`.`decision_id`) AS `hash`,
    count(*) AS `rows`
  FROM `decisions_numbered`
  WHERE (((`decisions_numbered`.`received` IS NOT NULL) AND (`decisions_numbered`.`decision_id` IS NOT NULL)) AND (`decisions_numbered`.`time` IS NOT NULL))
  GROUP BY xxhash64(`decisions_numbered`.`decision_id`)
),
`repeated` AS (
  SELECT
    `counted`.`hash` AS `hash`
  FROM `counted`
  WHERE (CAST(1 AS BIGINT) < `counted`.`rows`)
),
`ranked` AS (
  SELECT
    `decisions_numbered`.`row` AS `row`,
    row_number() OVER (PARTITION BY `decisions_numbered`.`decision_id` ORDER BY `decisions_numbered`.`received` ASC NULLS LAST, `decisions_numbered`.`time` ASC NULLS LAST, `decisions_numbered`.`account` ASC NULLS LAST, `decisions_numbered`.`member` ASC NULLS LAST, `decisions_numbered`.`policy` ASC NULLS LAST, `decisions_numbered`.`rules` ASC NULLS LAST, `decisions_numbered`.`candidates_id` ASC NULLS LAST, `decisions_numbered`.`usable_off_policy` ASC NULLS LAST, `decisions_numbered`.`cells` ASC NULLS LAST, `decisions_numbered`.`context.device` ASC NULLS LAST) AS `rank`
  FROM `decisions_numbered`
  JOIN `repeated` ON (xxhash64(`decisions_numbered`.`decision_id`) = `repeated`.`hash`)
  WHERE (((`decisions_numbered`.`received` IS NOT NULL) AND (`decisions_numbered`.`decision_id` IS NOT NULL)) AND (`decisions_numbered`.`time` IS NOT NULL))
)
SELECT
  `ranked`.`row` AS `row`
FROM `ranked`
WHERE (CAST(1 AS BIGINT) < `ranked`.`rank`)
