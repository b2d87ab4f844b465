WITH "decision" AS (
  SELECT
    "decisions"."decision_id" AS "decision_id",
    "decisions"."received" AS "received",
    "decisions"."time" AS "time",
    "decisions"."account" AS "account",
    "decisions"."member" AS "member",
    "decisions"."policy" AS "policy",
    "decisions"."rules" AS "rules",
    "decisions"."candidates_id" AS "candidates_id",
    "decisions"."usable_off_policy" AS "usable_off_policy",
    "decisions"."cells" AS "cells",
    "decisions"."context.device" AS "context.device",
    "decisions"."member.plays" AS "member.plays"
  FROM "decision_once" AS "decisions"
  WHERE ((("decisions"."received" <= CAST(1000000 AS BIGINT)) AND ("decisions"."decision_id" IS NOT NULL)) AND ("decisions"."time" IS NOT NULL))
),
"slate" AS (
  SELECT
    "slates"."decision_id" AS "decision_id",
    "slates"."position" AS "position",
    "slates"."received" AS "received",
    "slates"."item" AS "item",
    "slates"."conditional_propensity" AS "conditional_propensity",
    "slates"."marginal_propensity" AS "marginal_propensity"
  FROM "slate_once" AS "slates"
  WHERE (((("slates"."received" <= CAST(1000000 AS BIGINT)) AND ("slates"."decision_id" IS NOT NULL)) AND ("slates"."position" IS NOT NULL)) AND ("slates"."item" IS NOT NULL))
),
"served" AS (
  SELECT
    least("decision"."time", "decision"."received") AS "time",
    "decision"."decision_id" AS "decision_id",
    "decision"."received" AS "received",
    "decision"."account" AS "account",
    "decision"."member" AS "member",
    "decision"."policy" AS "policy",
    "decision"."rules" AS "rules",
    "decision"."candidates_id" AS "candidates_id",
    "decision"."usable_off_policy" AS "usable_off_policy",
    "decision"."cells" AS "cells",
    "decision"."context.device" AS "context.device",
    "decision"."member.plays" AS "member.plays"
  FROM "decision"
  WHERE (((-9223372036854775807 - 1) <= least("decision"."time", "decision"."received")) AND (least("decision"."time", "decision"."received") < CAST(9223372036854775807 AS BIGINT)))
),
"recommended" AS (
  SELECT
    "served"."time" AS "time",
    "served"."decision_id" AS "decision_id",
    "served"."received" AS "received",
    "served"."account" AS "account",
    "served"."member" AS "member",
    "served"."policy" AS "policy",
    "served"."rules" AS "rules",
    "served"."candidates_id" AS "candidates_id",
    "served"."usable_off_policy" AS "usable_off_policy",
    "served"."cells" AS "cells",
    "served"."context.device" AS "context.device",
    "served"."member.plays" AS "member.plays",
    "slate"."position" AS "position",
    "slate"."item" AS "item",
    "slate"."conditional_propensity" AS "conditional_propensity",
    "slate"."marginal_propensity" AS "marginal_propensity",
    "slate"."received" AS "slate_received"
  FROM "served"
  JOIN "slate" ON ("served"."decision_id" = "slate"."decision_id")
),
"event" AS (
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
    "feedback"."member" AS "member"
  FROM "event_once" AS "feedback"
  WHERE (((("feedback"."received" <= CAST(1000000 AS BIGINT)) AND ("feedback"."event_id" IS NOT NULL)) AND ("feedback"."kind" IS NOT NULL)) AND ("feedback"."time" IS NOT NULL))
),
"withdrawal" AS (
  SELECT
    "event"."retracts" AS "event_id",
    min("event"."received") AS "received",
    arg_min(least("event"."time", "event"."received"), row("event"."received", least("event"."time", "event"."received"))) AS "happened"
  FROM "event"
  WHERE (("event"."retracts" IS NOT NULL) AND (("event"."received" - least("event"."time", "event"."received")) <= CAST(172800000000 AS BIGINT)))
  GROUP BY "event"."retracts"
),
"attributed" AS (
  SELECT
    "event"."event_id" AS "event_id",
    "event"."item" AS "item",
    "event"."kind" AS "kind",
    "event"."received" AS "received",
    "event"."value" AS "value",
    "event"."label" AS "label",
    "event"."decision_id" AS "decision_id",
    "event"."position" AS "position",
    least("event"."time", "event"."received") AS "happened",
    CAST(0 AS BIGINT) AS "since",
    CAST(NULL AS BIGINT) AS "until",
    CAST('1.0' AS DOUBLE) AS "named"
  FROM "event"
  WHERE (((("event"."retracts" IS NULL) AND (("event"."received" - least("event"."time", "event"."received")) <= CAST(172800000000 AS BIGINT))) AND ("event"."kind" = 'impression')) AND ("event"."decision_id" IS NOT NULL))
  UNION ALL
  SELECT
    "event"."event_id" AS "event_id",
    "event"."item" AS "item",
    "event"."kind" AS "kind",
    "event"."received" AS "received",
    "event"."value" AS "value",
    "event"."label" AS "label",
    "won"."decision_id" AS "decision_id",
    "won"."position" AS "position",
    least("event"."time", "event"."received") AS "happened",
    "won"."since" AS "since",
    CASE WHEN ("won"."until" < CAST(9223372036854775807 AS BIGINT)) THEN "won"."until" ELSE CAST(NULL AS BIGINT) END AS "until",
    CAST('0.0' AS DOUBLE) AS "named"
  FROM "event"
  JOIN "won" ON ("event"."event_id" = "won"."event_id")
  WHERE (((("event"."retracts" IS NULL) AND (("event"."received" - least("event"."time", "event"."received")) <= CAST(172800000000 AS BIGINT))) AND ("event"."kind" = 'impression')) AND (NOT ("event"."decision_id" IS NOT NULL)))
),
"by_item" AS (
  SELECT
    "attributed"."happened" AS "happened",
    "attributed"."event_id" AS "event_id",
    "attributed"."kind" AS "kind",
    "attributed"."received" AS "received",
    "attributed"."value" AS "value",
    "attributed"."label" AS "label",
    "recommended"."time" AS "decided",
    "recommended"."decision_id" AS "decision_id",
    "recommended"."position" AS "position",
    "attributed"."since" AS "since",
    "attributed"."until" AS "until",
    "attributed"."named" AS "named",
    "withdrawal"."received" AS "withdrawn_received",
    "withdrawal"."happened" AS "withdrawn_happened",
    row_number() OVER (PARTITION BY "attributed"."event_id", "attributed"."decision_id", "attributed"."since" ORDER BY "recommended"."slate_received" ASC NULLS LAST, "recommended"."position" ASC NULLS LAST) AS "rank"
  FROM "attributed"
  JOIN "recommended" ON (("attributed"."decision_id" = "recommended"."decision_id") AND ("attributed"."item" = "recommended"."item"))
  LEFT JOIN "withdrawal" ON ("attributed"."event_id" = "withdrawal"."event_id")
  WHERE ("attributed"."position" IS NULL)
),
"answer" AS (
  SELECT
    "attributed"."happened" AS "happened",
    "attributed"."event_id" AS "event_id",
    "attributed"."kind" AS "kind",
    "attributed"."received" AS "received",
    "attributed"."value" AS "value",
    "attributed"."label" AS "label",
    "recommended"."time" AS "decided",
    "recommended"."decision_id" AS "decision_id",
    "recommended"."position" AS "position",
    "attributed"."since" AS "since",
    "attributed"."until" AS "until",
    "attributed"."named" AS "named",
    "withdrawal"."received" AS "withdrawn_received",
    "withdrawal"."happened" AS "withdrawn_happened"
  FROM "attributed"
  JOIN "recommended" ON (("attributed"."decision_id" = "recommended"."decision_id") AND ("attributed"."position" = "recommended"."position"))
  LEFT JOIN "withdrawal" ON ("attributed"."event_id" = "withdrawal"."event_id")
  WHERE (("attributed"."item" IS NULL) OR ("attributed"."item" = "recommended"."item"))
  UNION ALL
  SELECT
    "by_item"."happened" AS "happened",
    "by_item"."event_id" AS "event_id",
    "by_item"."kind" AS "kind",
    "by_item"."received" AS "received",
    "by_item"."value" AS "value",
    "by_item"."label" AS "label",
    "by_item"."decided" AS "decided",
    "by_item"."decision_id" AS "decision_id",
    "by_item"."position" AS "position",
    "by_item"."since" AS "since",
    "by_item"."until" AS "until",
    "by_item"."named" AS "named",
    "by_item"."withdrawn_received" AS "withdrawn_received",
    "by_item"."withdrawn_happened" AS "withdrawn_happened"
  FROM "by_item"
  WHERE ("by_item"."rank" = CAST(1 AS BIGINT))
),
"event_item_ranked" AS (
  SELECT
    "event"."event_id" AS "event_id",
    "items"."item.genres" AS "item.genres",
    row_number() OVER (PARTITION BY "event"."event_id" ORDER BY (CAST(0 AS BIGINT) - "items"."valid_from") ASC NULLS LAST, (CAST(0 AS BIGINT) - "items"."received") ASC NULLS LAST, "items"."item.genres" ASC NULLS LAST) AS "rank"
  FROM "event"
  JOIN "items" ON ((("event"."item" = "items"."item") AND ("items"."valid_from" <= least("event"."time", "event"."received"))) AND ("items"."received" <= "event"."received"))
  WHERE ("event"."kind" = 'play')
),
"event_item" AS (
  SELECT
    "event_item_ranked"."event_id" AS "event_id",
    "event_item_ranked"."item.genres" AS "item.genres"
  FROM "event_item_ranked"
  WHERE ("event_item_ranked"."rank" = CAST(1 AS BIGINT))
),
"slate_item_ranked" AS (
  SELECT
    "slate"."decision_id" AS "decision_id",
    "slate"."position" AS "position",
    "items"."item.genres" AS "item.genres",
    row_number() OVER (PARTITION BY "slate"."decision_id", "slate"."position" ORDER BY (CAST(0 AS BIGINT) - "items"."valid_from") ASC NULLS LAST, (CAST(0 AS BIGINT) - "items"."received") ASC NULLS LAST, "items"."item.genres" ASC NULLS LAST) AS "rank"
  FROM "served"
  JOIN "slate" ON ("served"."decision_id" = "slate"."decision_id")
  JOIN "items" ON ((("slate"."item" = "items"."item") AND ("items"."valid_from" <= "served"."time")) AND ("items"."received" <= "served"."received"))
),
"slate_item" AS (
  SELECT
    "slate_item_ranked"."decision_id" AS "decision_id",
    "slate_item_ranked"."position" AS "position",
    "slate_item_ranked"."item.genres" AS "item.genres"
  FROM "slate_item_ranked"
  WHERE ("slate_item_ranked"."rank" = CAST(1 AS BIGINT))
),
"before_0" AS (
  SELECT
    "served"."decision_id" AS "decision_id",
    "served"."member" AS "member",
    "served"."time" AS "decided",
    ((("served"."time" - CAST(604800000000 AS BIGINT)) // CAST(604800000000 AS BIGINT)) + CAST(0 AS BIGINT)) AS "stretch"
  FROM "served"
  UNION ALL
  SELECT
    "served"."decision_id" AS "decision_id",
    "served"."member" AS "member",
    "served"."time" AS "decided",
    ((("served"."time" - CAST(604800000000 AS BIGINT)) // CAST(604800000000 AS BIGINT)) + CAST(1 AS BIGINT)) AS "stretch"
  FROM "served"
),
"past_0" AS (
  SELECT
    "event"."event_id" AS "event_id",
    "event"."member" AS "member",
    "event"."received" AS "received",
    "event"."value" AS "value",
    "event"."label" AS "label",
    least("event"."time", "event"."received") AS "happened",
    (least("event"."time", "event"."received") // CAST(604800000000 AS BIGINT)) AS "stretch",
    "withdrawal"."received" AS "withdrawn"
  FROM "event"
  LEFT JOIN "withdrawal" ON ("event"."event_id" = "withdrawal"."event_id")
  WHERE ((("event"."kind" = 'play') AND ("event"."retracts" IS NULL)) AND (("event"."received" - least("event"."time", "event"."received")) <= CAST(172800000000 AS BIGINT)))
),
"remembered_0" AS (
  SELECT
    "before_0"."decision_id" AS "decision_id",
    "before_0"."decided" AS "decided",
    "past_0"."happened" AS "happened",
    "past_0"."value" AS "value",
    (CAST(0 AS BIGINT) = CAST(0 AS BIGINT)) AS "holds"
  FROM "before_0"
  JOIN "past_0" ON ((((("before_0"."member" = "past_0"."member") AND ("before_0"."stretch" = "past_0"."stretch")) AND (("before_0"."decided" - CAST(604800000000 AS BIGINT)) <= "past_0"."happened")) AND ("past_0"."happened" < "before_0"."decided")) AND ("past_0"."received" <= "before_0"."decided"))
),
"history_0" AS (
  SELECT
    "remembered_0"."decision_id" AS "decision_id",
    CAST(count(*) FILTER (WHERE "remembered_0"."holds") AS DOUBLE) AS "number"
  FROM "remembered_0"
  GROUP BY "remembered_0"."decision_id", "remembered_0"."decided"
),
"begin" AS (
  SELECT
    min("event"."received") AS "received"
  FROM "event"
),
"compared" AS (
  SELECT
    "served"."member.plays" AS "logged.0",
    coalesce("history_0"."number", CAST('0.0' AS DOUBLE)) AS "told.0",
    ("begin"."received" <= ("served"."time" - CAST(604800000000 AS BIGINT))) AS "whole.0",
    "served"."decision_id" AS "decision_id"
  FROM "served"
  JOIN "begin" ON (CAST(0 AS BIGINT) = CAST(0 AS BIGINT))
  LEFT JOIN "history_0" ON ("served"."decision_id" = "history_0"."decision_id")
),
"checked" AS (
  SELECT
    concat("compared"."decision_id", '/', CAST('member.plays' AS VARCHAR)) AS "id",
    "compared"."logged.0" AS "logged",
    "compared"."told.0" AS "told"
  FROM "compared"
  WHERE (("compared"."logged.0" IS NOT NULL) AND "compared"."whole.0")
)
SELECT
  count(*) FILTER (WHERE (("checked"."told" IS NULL) OR ((CAST('1.0E-9' AS DOUBLE) * greatest(CAST('1.0' AS DOUBLE), "checked"."told", (CAST('0.0' AS DOUBLE) - "checked"."told"))) < greatest(("checked"."logged" - "checked"."told"), ("checked"."told" - "checked"."logged"))))) AS "rows.0",
  count(*) AS "of.0",
  max(greatest(("checked"."logged" - "checked"."told"), ("checked"."told" - "checked"."logged"))) FILTER (WHERE (("checked"."told" IS NULL) OR ((CAST('1.0E-9' AS DOUBLE) * greatest(CAST('1.0' AS DOUBLE), "checked"."told", (CAST('0.0' AS DOUBLE) - "checked"."told"))) < greatest(("checked"."logged" - "checked"."told"), ("checked"."told" - "checked"."logged"))))) AS "largest.0"
FROM "checked"
