WITH "checked" AS (
  SELECT
    "items"."item" AS "id",
    count(*) FILTER (WHERE ("items"."item.genres" IS NOT NULL)) AS "described"
  FROM "items"
  WHERE ((("items"."item" IS NOT NULL) AND ("items"."received" <= CAST(1000000 AS BIGINT))) AND (NOT (CAST(1 AS BIGINT) < CAST(0 AS BIGINT))))
  GROUP BY "items"."item"
)
SELECT
  count(*) FILTER (WHERE ("checked"."described" = CAST(0 AS BIGINT))) AS "rows.0",
  count(*) AS "of.0"
FROM "checked"
