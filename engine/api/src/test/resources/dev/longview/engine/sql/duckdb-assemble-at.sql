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
    "decisions"."context.device" AS "context.device"
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
    "decision"."context.device" AS "context.device"
  FROM "decision"
  WHERE ((((-9223372036854775807 - 1) <= least("decision"."time", "decision"."received")) AND (least("decision"."time", "decision"."received") < CAST(9223372036854775807 AS BIGINT))) AND (("decision"."policy" = 'v"1''') OR (('v"1''@' <= "decision"."policy") AND ("decision"."policy" < 'v"1''A'))))
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
    "slate"."position" AS "position",
    "slate"."item" AS "item",
    "slate"."conditional_propensity" AS "conditional_propensity",
    "slate"."marginal_propensity" AS "marginal_propensity",
    "slate"."received" AS "slate_received"
  FROM "served"
  JOIN "slate" ON ("served"."decision_id" = "slate"."decision_id")
),
"event" AS NOT MATERIALIZED (
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
"by_item" AS (
  SELECT
    least("event"."time", "event"."received") AS "happened",
    "event"."event_id" AS "event_id",
    "event"."kind" AS "kind",
    "event"."received" AS "received",
    "event"."value" AS "value",
    "event"."label" AS "label",
    "recommended"."time" AS "decided",
    "recommended"."decision_id" AS "decision_id",
    "recommended"."position" AS "position",
    "withdrawal"."received" AS "withdrawn_received",
    "withdrawal"."happened" AS "withdrawn_happened",
    row_number() OVER (PARTITION BY "event"."event_id" ORDER BY "recommended"."slate_received" ASC NULLS LAST, "recommended"."position" ASC NULLS LAST) AS "rank"
  FROM "event"
  JOIN "recommended" ON (("event"."decision_id" = "recommended"."decision_id") AND ("event"."item" = "recommended"."item"))
  LEFT JOIN "withdrawal" ON ("event"."event_id" = "withdrawal"."event_id")
  WHERE (((("event"."retracts" IS NULL) AND (("event"."received" - least("event"."time", "event"."received")) <= CAST(172800000000 AS BIGINT))) AND (((("event"."kind" = 'play') OR ("event"."kind" = 'watch')) OR ("event"."kind" = 'it''s \a')) OR ("event"."kind" = 'impression'))) AND ("event"."position" IS NULL))
),
"answer" AS (
  SELECT
    least("event"."time", "event"."received") AS "happened",
    "event"."event_id" AS "event_id",
    "event"."kind" AS "kind",
    "event"."received" AS "received",
    "event"."value" AS "value",
    "event"."label" AS "label",
    "recommended"."time" AS "decided",
    "recommended"."decision_id" AS "decision_id",
    "recommended"."position" AS "position",
    "withdrawal"."received" AS "withdrawn_received",
    "withdrawal"."happened" AS "withdrawn_happened"
  FROM "event"
  JOIN "recommended" ON (("event"."decision_id" = "recommended"."decision_id") AND ("event"."position" = "recommended"."position"))
  LEFT JOIN "withdrawal" ON ("event"."event_id" = "withdrawal"."event_id")
  WHERE (((("event"."retracts" IS NULL) AND (("event"."received" - least("event"."time", "event"."received")) <= CAST(172800000000 AS BIGINT))) AND (((("event"."kind" = 'play') OR ("event"."kind" = 'watch')) OR ("event"."kind" = 'it''s \a')) OR ("event"."kind" = 'impression'))) AND (("event"."item" IS NULL) OR ("event"."item" = "recommended"."item")))
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
    "by_item"."withdrawn_received" AS "withdrawn_received",
    "by_item"."withdrawn_happened" AS "withdrawn_happened"
  FROM "by_item"
  WHERE ("by_item"."rank" = CAST(1 AS BIGINT))
),
"clocks_0" AS (
  SELECT
    "answer"."decision_id" AS "decision_id",
    "answer"."position" AS "position",
    "answer"."event_id" AS "event_id",
    "answer"."kind" AS "kind",
    "answer"."happened" AS "happened",
    "answer"."received" AS "received",
    ("answer"."received" - "answer"."decided") AS "delay",
    ((("answer"."kind" = 'play') AND (("answer"."decided" <= "answer"."happened") AND ("answer"."happened" <= ("answer"."decided" + CAST(2419200000000 AS BIGINT))))) AND (CAST(0 AS BIGINT) < CAST(1 AS BIGINT))) AS "in.0.0",
    ((("answer"."kind" = 'watch') AND (("answer"."decided" <= "answer"."happened") AND ("answer"."happened" <= ("answer"."decided" + CAST(2419200000000 AS BIGINT))))) AND (("answer"."value" IS NOT NULL) AND (NOT isnan("answer"."value")))) AS "in.1.0",
    CAST((least(greatest("answer"."value", CAST('0.0' AS DOUBLE)), CAST('6000.0' AS DOUBLE)) * CAST('1.9342813113834067E25' AS DOUBLE)) AS HUGEINT) AS "amount.1"
  FROM "answer"
  WHERE ((("answer"."kind" = 'play') OR ("answer"."kind" = 'watch')) OR ("answer"."kind" = 'impression'))
),
"outcomes_0" AS (
  SELECT
    "clocks_0"."decision_id" AS "decision_id",
    "clocks_0"."position" AS "position",
    min("clocks_0"."received") FILTER (WHERE ("clocks_0"."kind" = 'impression')) AS "seen",
    min("clocks_0"."happened") FILTER (WHERE "clocks_0"."in.0.0") AS "first.0.0",
    (CAST(sum("clocks_0"."amount.1") FILTER (WHERE "clocks_0"."in.1.0") AS DOUBLE) * CAST('5.169878828456423E-26' AS DOUBLE)) AS "value.1.0"
  FROM "clocks_0"
  GROUP BY "clocks_0"."decision_id", "clocks_0"."position"
),
"clocks_1" AS (
  SELECT
    "answer"."decision_id" AS "decision_id",
    "answer"."position" AS "position",
    "answer"."event_id" AS "event_id",
    "answer"."kind" AS "kind",
    "answer"."happened" AS "happened",
    "answer"."received" AS "received",
    ("answer"."received" - "answer"."decided") AS "delay",
    ((("answer"."kind" = 'it''s \a') AND (("outcomes_0"."first.0.0" <= "answer"."happened") AND ("answer"."happened" <= ("outcomes_0"."first.0.0" + CAST(2419200000000 AS BIGINT))))) AND (CASE WHEN ("answer"."label" = 'down') THEN CAST(0 AS BIGINT) ELSE CASE WHEN ("answer"."label" = 'none') THEN CAST(1 AS BIGINT) ELSE CASE WHEN ("answer"."label" = 'up') THEN CAST(2 AS BIGINT) ELSE CAST(NULL AS BIGINT) END END END IS NOT NULL)) AS "in.2.0",
    CASE WHEN ("answer"."withdrawn_happened" <= ("outcomes_0"."first.0.0" + CAST(2419200000000 AS BIGINT))) THEN ("answer"."withdrawn_received" - "answer"."decided") ELSE CAST(NULL AS BIGINT) END AS "gone.2.0",
    CASE WHEN ("answer"."label" = 'down') THEN CAST(0 AS BIGINT) ELSE CASE WHEN ("answer"."label" = 'none') THEN CAST(1 AS BIGINT) ELSE CASE WHEN ("answer"."label" = 'up') THEN CAST(2 AS BIGINT) ELSE CAST(NULL AS BIGINT) END END END AS "amount.2"
  FROM "answer"
  JOIN "outcomes_0" ON (("answer"."decision_id" = "outcomes_0"."decision_id") AND ("answer"."position" = "outcomes_0"."position"))
  WHERE ("answer"."kind" = 'it''s \a')
),
"outcomes_1" AS (
  SELECT
    "clocks_1"."decision_id" AS "decision_id",
    "clocks_1"."position" AS "position",
    arg_max("clocks_1"."amount.2", row("clocks_1"."happened", "clocks_1"."received", "clocks_1"."event_id")) FILTER (WHERE ("clocks_1"."in.2.0" AND ("clocks_1"."gone.2.0" IS NULL))) AS "value.2.0"
  FROM "clocks_1"
  GROUP BY "clocks_1"."decision_id", "clocks_1"."position"
),
"version" AS (
  SELECT
    "items"."item" AS "item",
    "items"."valid_from" AS "valid_from",
    "items"."received" AS "received",
    "items"."item.genres" AS "item.genres"
  FROM "items"
  WHERE ((("items"."item" IS NOT NULL) AND ("items"."valid_from" IS NOT NULL)) AND ("items"."received" <= CAST(1000000 AS BIGINT)))
),
"numbered" AS (
  SELECT
    "version"."item" AS "item",
    "version"."valid_from" AS "valid_from",
    "version"."received" AS "received",
    "version"."item.genres" AS "item.genres",
    row_number() OVER (PARTITION BY "version"."item" ORDER BY "version"."valid_from" ASC NULLS LAST, "version"."received" ASC NULLS LAST, "version"."item.genres" ASC NULLS LAST) AS "number",
    lead("version"."valid_from") OVER (PARTITION BY "version"."item" ORDER BY "version"."valid_from" ASC NULLS LAST, "version"."received" ASC NULLS LAST, "version"."item.genres" ASC NULLS LAST) AS "next_from"
  FROM "version"
),
"known" AS (
  SELECT
    "numbered"."item" AS "item",
    "numbered"."valid_from" AS "valid_from",
    coalesce("numbered"."next_from", CAST(9223372036854775807 AS BIGINT)) AS "valid_until",
    (-9223372036854775807 - 1) AS "known_from",
    CAST(9223372036854775807 AS BIGINT) AS "known_until",
    "numbered"."item.genres" AS "item.genres"
  FROM "numbered"
)
SELECT
  "recommended"."decision_id" AS "decision_id",
  "recommended"."account" AS "account",
  "recommended"."member" AS "member",
  "recommended"."item" AS "item",
  "recommended"."position" AS "position",
  "recommended"."time" AS "time",
  "recommended"."policy" AS "policy",
  "recommended"."rules" AS "rules",
  array_to_string(list_transform("recommended"."cells", lambda x: CAST(length(x) AS VARCHAR) || ':' || x), '') AS "cells",
  "recommended"."candidates_id" AS "candidates_id",
  "recommended"."conditional_propensity" AS "conditional_propensity",
  "recommended"."marginal_propensity" AS "marginal_propensity",
  "recommended"."usable_off_policy" AS "usable_off_policy",
  "recommended"."context.device" AS "context.device",
  array_to_string(list_transform("known"."item.genres", lambda x: CAST(length(x) AS VARCHAR) || ':' || x), '') AS "item.genres",
  "outcomes_0"."first.0.0" AS "first.0.0",
  "outcomes_0"."value.1.0" AS "value.1.0",
  "outcomes_1"."value.2.0" AS "value.2.0",
  greatest("recommended"."received", "recommended"."slate_received", "outcomes_0"."seen", coalesce("known"."known_from", (-9223372036854775807 - 1))) AS "known_from",
  coalesce("known"."known_until", CAST(9223372036854775807 AS BIGINT)) AS "known_until"
FROM "recommended"
JOIN "outcomes_0" ON (("recommended"."decision_id" = "outcomes_0"."decision_id") AND ("recommended"."position" = "outcomes_0"."position"))
LEFT JOIN "outcomes_1" ON (("recommended"."decision_id" = "outcomes_1"."decision_id") AND ("recommended"."position" = "outcomes_1"."position"))
LEFT JOIN "known" ON ((("recommended"."item" = "known"."item") AND ("known"."valid_from" <= "recommended"."time")) AND ("recommended"."time" < "known"."valid_until"))
WHERE ("outcomes_0"."seen" IS NOT NULL)
ORDER BY "recommended"."time" ASC NULLS LAST, "recommended"."decision_id" ASC NULLS LAST, "recommended"."position" ASC NULLS LAST, greatest("recommended"."received", "recommended"."slate_received", "outcomes_0"."seen", coalesce("known"."known_from", (-9223372036854775807 - 1))) ASC NULLS LAST
