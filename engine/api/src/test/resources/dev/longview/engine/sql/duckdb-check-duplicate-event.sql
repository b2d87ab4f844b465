WITH "counted" AS (
  SELECT
    hash("feedback"."event_id") AS "hash",
    count(*) AS "rows"
  FROM "feedback"
  WHERE ((("feedback"."received" IS NULL) OR ("feedback"."received" <= CAST(1000000 AS BIGINT))) AND ("feedback"."event_id" IS NOT NULL))
  GROUP BY hash("feedback"."event_id")
),
"again" AS (
  SELECT
    "counted"."hash" AS "hash"
  FROM "counted"
  WHERE (CAST(1 AS BIGINT) < "counted"."rows")
),
"variant" AS (
  SELECT
    "feedback"."event_id" AS "event_id",
    count(*) AS "rows"
  FROM "feedback"
  JOIN "again" ON (hash("feedback"."event_id") = "again"."hash")
  WHERE ((("feedback"."received" IS NULL) OR ("feedback"."received" <= CAST(1000000 AS BIGINT))) AND ("feedback"."event_id" IS NOT NULL))
  GROUP BY "feedback"."event_id", "feedback"."kind", "feedback"."member", "feedback"."item", "feedback"."time", "feedback"."decision_id", "feedback"."position", "feedback"."value", "feedback"."label", array_to_string(list_transform(list_concat(map_keys("feedback"."attributes"), list_transform(map_values("feedback"."attributes"), lambda v: coalesce(v, ''))), lambda x: CAST(length(x) AS VARCHAR) || ':' || x), ''), "feedback"."retracts"
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
