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
"rated" AS (
  SELECT
    "slates"."decision_id" AS "decision_id",
    "slates"."position" AS "position",
    "slates"."received" AS "received",
    "slates"."item" AS "item",
    "slates"."conditional_propensity" AS "conditional_propensity",
    "slates"."marginal_propensity" AS "marginal_propensity",
    "slates"."marginal_error" AS "marginal_error"
  FROM "rated_once" AS "slates"
  WHERE (((("slates"."received" <= CAST(1000000 AS BIGINT)) AND ("slates"."decision_id" IS NOT NULL)) AND ("slates"."position" IS NOT NULL)) AND ("slates"."item" IS NOT NULL))
),
"candidates" AS (
  SELECT
    "candidate_sets"."candidates_id" AS "candidates_id",
    "candidate_sets"."received" AS "received",
    "candidate_sets"."items" AS "items"
  FROM "candidates_once" AS "candidate_sets"
  WHERE ((("candidate_sets"."received" <= CAST(1000000 AS BIGINT)) AND ("candidate_sets"."candidates_id" IS NOT NULL)) AND ("candidate_sets"."items" IS NOT NULL))
),
"known_item" AS (
  SELECT
    "items"."item" AS "item"
  FROM "items"
  WHERE (("items"."item" IS NOT NULL) AND ("items"."received" <= CAST(1000000 AS BIGINT)))
  GROUP BY "items"."item"
),
"checked" AS (
  SELECT
    concat("rated"."decision_id", '/', CAST("rated"."position" AS VARCHAR)) AS "id",
    "rated"."position" AS "position",
    "rated"."conditional_propensity" AS "conditional_propensity",
    "rated"."marginal_propensity" AS "marginal_propensity",
    coalesce("rated"."marginal_error", CAST('0.0' AS DOUBLE)) AS "error",
    ("decision"."decision_id" IS NOT NULL) AS "decided",
    (("decision"."decision_id" IS NOT NULL) AND (((-9223372036854775807 - 1) <= least("decision"."time", "decision"."received")) AND (least("decision"."time", "decision"."received") < CAST(9223372036854775807 AS BIGINT)))) AS "asked",
    (("decision"."decision_id" IS NOT NULL) AND (coalesce("decision"."usable_off_policy", FALSE) AND (((-9223372036854775807 - 1) <= least("decision"."time", "decision"."received")) AND (least("decision"."time", "decision"."received") < CAST(9223372036854775807 AS BIGINT))))) AS "usable",
    ("candidates"."candidates_id" IS NOT NULL) AS "has_candidates",
    coalesce(list_contains("candidates"."items", "rated"."item"), FALSE) AS "contained",
    ("known_item"."item" IS NOT NULL) AS "known"
  FROM "rated"
  LEFT JOIN "decision" ON ("rated"."decision_id" = "decision"."decision_id")
  LEFT JOIN "candidates" ON ("decision"."candidates_id" = "candidates"."candidates_id")
  LEFT JOIN "known_item" ON ("rated"."item" = "known_item"."item")
)
SELECT
  count(*) FILTER (WHERE (NOT "checked"."decided")) AS "rows.0",
  count(*) AS "of.0",
  count(*) FILTER (WHERE ("checked"."usable" AND (("checked"."conditional_propensity" IS NULL) AND ("checked"."marginal_propensity" IS NULL)))) AS "rows.1",
  count(*) FILTER (WHERE "checked"."usable") AS "of.1",
  count(*) FILTER (WHERE ("checked"."usable" AND (coalesce((("checked"."conditional_propensity" <= CAST('0.0' AS DOUBLE)) OR (CAST('1.0' AS DOUBLE) < "checked"."conditional_propensity")), FALSE) OR coalesce((("checked"."marginal_propensity" <= CAST('0.0' AS DOUBLE)) OR (CAST('1.0' AS DOUBLE) < "checked"."marginal_propensity")), FALSE)))) AS "rows.2",
  count(*) FILTER (WHERE "checked"."usable") AS "of.2",
  count(*) FILTER (WHERE (((("checked"."usable" AND ("checked"."position" = CAST(0 AS BIGINT))) AND ("checked"."conditional_propensity" IS NOT NULL)) AND ("checked"."marginal_propensity" IS NOT NULL)) AND ((CAST('1.0E-9' AS DOUBLE) + (CAST('6.0' AS DOUBLE) * "checked"."error")) < greatest(("checked"."conditional_propensity" - "checked"."marginal_propensity"), ("checked"."marginal_propensity" - "checked"."conditional_propensity"))))) AS "rows.3",
  count(*) FILTER (WHERE ((("checked"."usable" AND ("checked"."position" = CAST(0 AS BIGINT))) AND ("checked"."conditional_propensity" IS NOT NULL)) AND ("checked"."marginal_propensity" IS NOT NULL))) AS "of.3",
  count(*) FILTER (WHERE (("checked"."asked" AND "checked"."has_candidates") AND (NOT "checked"."contained"))) AS "rows.4",
  count(*) FILTER (WHERE ("checked"."asked" AND "checked"."has_candidates")) AS "of.4",
  count(*) FILTER (WHERE ("checked"."asked" AND (NOT "checked"."known"))) AS "rows.5",
  count(*) FILTER (WHERE "checked"."asked") AS "of.5"
FROM "checked"
