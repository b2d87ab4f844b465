WITH "event" AS (
  SELECT
    "feedback"."event_id" AS "event_id",
    "feedback"."received" AS "received",
    "feedback"."time" AS "time",
    "feedback"."kind" AS "kind",
    "feedback"."decision_id" AS "decision_id",
    "feedback"."position" AS "position",
    "feedback"."item" AS "item",
    "feedback"."value" AS "value",
    "feedback"."label" AS "label",
    "feedback"."retracts" AS "retracts",
    "feedback"."member" AS "member",
    "feedback"."attributes" AS "attributes"
  FROM "event_once" AS "feedback"
  WHERE ((((((CAST(3 AS BIGINT) <= "feedback"."received") AND ("feedback"."received" <= CAST(7 AS BIGINT))) AND ("feedback"."event_id" IS NOT NULL)) AND ("feedback"."kind" IS NOT NULL)) AND ("feedback"."time" IS NOT NULL)) AND ((("feedback"."retracts" IS NOT NULL) OR ("feedback"."kind" = 'play')) OR ("feedback"."kind" = 'it''s')))
)
SELECT
  "event"."event_id" AS "event_id",
  "event"."kind" AS "kind",
  "event"."member" AS "member",
  "event"."item" AS "item",
  "event"."time" AS "time",
  "event"."received" AS "received",
  "event"."decision_id" AS "decision_id",
  "event"."position" AS "position",
  "event"."value" AS "value",
  "event"."label" AS "label",
  array_to_string(list_transform(list_concat(map_keys("event"."attributes"), list_transform(map_values("event"."attributes"), lambda v: coalesce(v, ''))), lambda x: CAST(length(x) AS VARCHAR) || ':' || x), '') AS "attributes",
  "event"."retracts" AS "retracts"
FROM "event"
ORDER BY "event"."received" ASC NULLS LAST, "event"."event_id" ASC NULLS LAST
