WITH "membership" AS (
  SELECT
    "memberships"."event_id" AS "event_id",
    "memberships"."received" AS "received",
    "memberships"."account" AS "account",
    "memberships"."member" AS "member",
    "memberships"."event" AS "event",
    "memberships"."plan" AS "plan",
    "memberships"."period_start" AS "period_start",
    "memberships"."period_end" AS "period_end",
    "memberships"."voluntary" AS "voluntary",
    "memberships"."time" AS "time"
  FROM "membership_once" AS "memberships"
  WHERE ((((("memberships"."received" <= CAST(7 AS BIGINT)) AND ("memberships"."event_id" IS NOT NULL)) AND ("memberships"."account" IS NOT NULL)) AND ("memberships"."event" IS NOT NULL)) AND ("memberships"."time" IS NOT NULL))
)
SELECT
  "membership"."event_id" AS "event_id",
  "membership"."account" AS "account",
  "membership"."member" AS "member",
  "membership"."event" AS "event",
  "membership"."plan" AS "plan",
  "membership"."period_start" AS "period_start",
  "membership"."period_end" AS "period_end",
  "membership"."voluntary" AS "voluntary",
  "membership"."time" AS "time",
  "membership"."received" AS "received"
FROM "membership"
ORDER BY "membership"."account" ASC NULLS LAST, "membership"."time" ASC NULLS LAST, "membership"."event_id" ASC NULLS LAST
