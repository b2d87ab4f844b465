WITH "watched" AS (
  SELECT
    "feedback"."member" AS "member",
    "feedback"."item" AS "item",
    max("feedback"."time") AS "time"
  FROM "feedback"
  WHERE ((((("feedback"."member" IS NOT NULL) AND ("feedback"."item" IS NOT NULL)) AND (("feedback"."kind" = 'play') OR ("feedback"."kind" = 'it''s'))) AND (CAST(3 AS BIGINT) <= "feedback"."time")) AND ("feedback"."received" <= CAST(7 AS BIGINT)))
  GROUP BY "feedback"."member", "feedback"."item"
)
SELECT
  "watched"."member" AS "member",
  "watched"."item" AS "item",
  "watched"."time" AS "time"
FROM "watched"
ORDER BY "watched"."member" ASC NULLS LAST, "watched"."item" ASC NULLS LAST
