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
  WHERE ((((("memberships"."received" <= CAST(1000000 AS BIGINT)) AND ("memberships"."event_id" IS NOT NULL)) AND ("memberships"."account" IS NOT NULL)) AND ("memberships"."event" IS NOT NULL)) AND ("memberships"."time" IS NOT NULL))
),
"status" AS (
  SELECT
    lead("membership"."event_id") OVER (PARTITION BY "membership"."account" ORDER BY "membership"."time" ASC NULLS LAST, CASE WHEN ("membership"."event" = 'renew') THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END ASC NULLS LAST, "membership"."event_id" ASC NULLS LAST) AS "next_id",
    lead("membership"."event") OVER (PARTITION BY "membership"."account" ORDER BY "membership"."time" ASC NULLS LAST, CASE WHEN ("membership"."event" = 'renew') THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END ASC NULLS LAST, "membership"."event_id" ASC NULLS LAST) AS "next_event",
    min(CASE WHEN (("membership"."event" = 'join') OR ("membership"."event" = 'rejoin')) THEN "membership"."time" ELSE CAST(NULL AS BIGINT) END) OVER (PARTITION BY "membership"."account" ORDER BY "membership"."time" ASC NULLS LAST, CASE WHEN ("membership"."event" = 'renew') THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END ASC NULLS LAST, "membership"."event_id" ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS "joined",
    "membership"."event_id" AS "event_id",
    "membership"."event" AS "event"
  FROM "membership"
  WHERE (((("membership"."event" = 'join') OR ("membership"."event" = 'rejoin')) OR ("membership"."event" = 'renew')) OR ("membership"."event" = 'lapse'))
),
"period" AS (
  SELECT
    "membership"."period_end" AS "period_end",
    "membership"."period_start" AS "period_start",
    "membership"."event_id" AS "event_id",
    lead("membership"."event_id") OVER (PARTITION BY "membership"."account" ORDER BY "membership"."period_start" ASC NULLS LAST, "membership"."event_id" ASC NULLS LAST) AS "next_id",
    lead("membership"."period_start") OVER (PARTITION BY "membership"."account" ORDER BY "membership"."period_start" ASC NULLS LAST, "membership"."event_id" ASC NULLS LAST) AS "next_start"
  FROM "membership"
  WHERE ((((("membership"."event" = 'join') OR ("membership"."event" = 'rejoin')) OR ("membership"."event" = 'renew')) AND ("membership"."period_start" IS NOT NULL)) AND ("membership"."period_end" IS NOT NULL))
),
"checked" AS (
  SELECT
    "period"."event_id" AS "id",
    'backwards' AS "about",
    ("period"."period_end" < "period"."period_start") AS "met"
  FROM "period"
  UNION ALL
  SELECT
    "period"."next_id" AS "id",
    'overlaps' AS "about",
    ("period"."next_start" < "period"."period_end") AS "met"
  FROM "period"
  WHERE ("period"."next_id" IS NOT NULL)
  UNION ALL
  SELECT
    "status"."event_id" AS "id",
    'joins' AS "about",
    ("status"."joined" IS NULL) AS "met"
  FROM "status"
  WHERE ("status"."event" = 'renew')
  UNION ALL
  SELECT
    "status"."next_id" AS "id",
    'lapses' AS "about",
    ("status"."event" = 'lapse') AS "met"
  FROM "status"
  WHERE ("status"."next_event" = 'renew')
)
SELECT
  count(*) FILTER (WHERE (("checked"."about" = 'overlaps') AND "checked"."met")) AS "rows.0",
  count(*) FILTER (WHERE ("checked"."about" = 'overlaps')) AS "of.0",
  count(*) FILTER (WHERE (("checked"."about" = 'backwards') AND "checked"."met")) AS "rows.1",
  count(*) FILTER (WHERE ("checked"."about" = 'backwards')) AS "of.1",
  count(*) FILTER (WHERE (("checked"."about" = 'joins') AND "checked"."met")) AS "rows.2",
  count(*) FILTER (WHERE ("checked"."about" = 'joins')) AS "of.2",
  count(*) FILTER (WHERE (("checked"."about" = 'lapses') AND "checked"."met")) AS "rows.3",
  count(*) FILTER (WHERE ("checked"."about" = 'lapses')) AS "of.3"
FROM "checked"
