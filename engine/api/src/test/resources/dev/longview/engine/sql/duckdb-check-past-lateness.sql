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
"claim" AS (
  SELECT
    "event"."event_id" AS "event_id",
    "event"."item" AS "item",
    "event"."retracts" AS "retracts",
    (("event"."received" - least("event"."time", "event"."received")) <= CAST(172800000000 AS BIGINT)) AS "in_time",
    CASE WHEN ("event"."decision_id" IS NULL) THEN "won"."decision_id" ELSE "event"."decision_id" END AS "decision_id",
    CASE WHEN ("event"."decision_id" IS NULL) THEN "won"."position" ELSE "event"."position" END AS "position",
    (("event"."decision_id" IS NULL) AND ("won"."decision_id" IS NOT NULL)) AS "given"
  FROM "event"
  LEFT JOIN "won" ON ("event"."event_id" = "won"."event_id")
),
"item_of_decision" AS (
  SELECT
    "slate"."decision_id" AS "decision_id",
    "slate"."item" AS "item"
  FROM "slate"
  GROUP BY "slate"."decision_id", "slate"."item"
),
"classified" AS (
  SELECT
    "claim"."event_id" AS "event_id",
    CASE WHEN (NOT "claim"."in_time") THEN 'past-lateness' ELSE CASE WHEN ("claim"."retracts" IS NOT NULL) THEN CASE WHEN ("target"."event_id" IS NULL) THEN 'retraction-of-unknown' ELSE CASE WHEN (CAST(1 AS BIGINT) < CAST(0 AS BIGINT)) THEN 'retracted' ELSE 'not-retractable' END END ELSE CASE WHEN ("claim"."decision_id" IS NULL) THEN 'organic' ELSE CASE WHEN ("decision"."decision_id" IS NULL) THEN 'orphan' ELSE CASE WHEN ((("claim"."position" IS NOT NULL) AND ("slate"."decision_id" IS NULL)) OR (("claim"."position" IS NULL) AND ("item_of_decision"."item" IS NULL))) THEN 'unmatched' ELSE CASE WHEN (("slate"."item" IS NOT NULL) AND (NOT ("claim"."item" = "slate"."item"))) THEN 'contradictory' ELSE CASE WHEN "claim"."given" THEN 'engaged' ELSE 'counted' END END END END END END END AS "class"
  FROM "claim"
  LEFT JOIN "decision" ON ("claim"."decision_id" = "decision"."decision_id")
  LEFT JOIN "slate" ON (("claim"."decision_id" = "slate"."decision_id") AND ("claim"."position" = "slate"."position"))
  LEFT JOIN "item_of_decision" ON (("claim"."decision_id" = "item_of_decision"."decision_id") AND ("claim"."item" = "item_of_decision"."item"))
  LEFT JOIN "event" AS "target" ON ("claim"."retracts" = "target"."event_id")
),
"checked" AS (
  SELECT
    "classified"."event_id" AS "id",
    "classified"."class" AS "class"
  FROM "classified"
)
SELECT
  count(*) FILTER (WHERE ("checked"."class" = 'past-lateness')) AS "rows.0",
  count(*) AS "of.0",
  count(*) FILTER (WHERE ("checked"."class" = 'orphan')) AS "rows.1",
  count(*) AS "of.1",
  count(*) FILTER (WHERE ("checked"."class" = 'unmatched')) AS "rows.2",
  count(*) AS "of.2",
  count(*) FILTER (WHERE ("checked"."class" = 'contradictory')) AS "rows.3",
  count(*) AS "of.3",
  count(*) FILTER (WHERE ("checked"."class" = 'retraction-of-unknown')) AS "rows.4",
  count(*) AS "of.4",
  count(*) FILTER (WHERE ("checked"."class" = 'not-retractable')) AS "rows.5",
  count(*) AS "of.5"
FROM "checked"
