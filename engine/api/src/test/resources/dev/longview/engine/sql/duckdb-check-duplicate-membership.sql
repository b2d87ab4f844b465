WITH "counted" AS (
  SELECT
    hash("memberships"."event_id") AS "hash",
    count(*) AS "rows"
  FROM "memberships"
  WHERE ((("memberships"."received" IS NULL) OR ("memberships"."received" <= CAST(1000000 AS BIGINT))) AND ("memberships"."event_id" IS NOT NULL))
  GROUP BY hash("memberships"."event_id")
),
"again" AS (
  SELECT
    "counted"."hash" AS "hash"
  FROM "counted"
  WHERE (CAST(1 AS BIGINT) < "counted"."rows")
),
"variant" AS (
  SELECT
    "memberships"."event_id" AS "event_id",
    count(*) AS "rows"
  FROM "memberships"
  JOIN "again" ON (hash("memberships"."event_id") = "again"."hash")
  WHERE ((("memberships"."received" IS NULL) OR ("memberships"."received" <= CAST(1000000 AS BIGINT))) AND ("memberships"."event_id" IS NOT NULL))
  GROUP BY "memberships"."event_id", "memberships"."account", "memberships"."member", "memberships"."event", "memberships"."plan", "memberships"."period_start", "memberships"."period_end", "memberships"."voluntary", "memberships"."time"
),
"checked" AS (
  SELECT
    CAST(NULL AS VARCHAR) AS "id",
    CAST(1 AS BIGINT) AS "rows",
    CAST(1 AS BIGINT) AS "variants"
  FROM "counted"
  WHERE ("counted"."rows" = CAST(1 AS BIGINT))
  UNION ALL
  SELECT
    coalesce(CAST("variant"."event_id" AS VARCHAR), '?') AS "id",
    CAST(sum("variant"."rows") AS BIGINT) AS "rows",
    count(*) AS "variants"
  FROM "variant"
  GROUP BY "variant"."event_id"
)
SELECT
  count(*) FILTER (WHERE (CAST(1 AS BIGINT) < "checked"."rows")) AS "rows.0",
  count(*) AS "of.0",
  count(*) FILTER (WHERE (CAST(1 AS BIGINT) < "checked"."variants")) AS "rows.1",
  count(*) AS "of.1"
FROM "checked"
