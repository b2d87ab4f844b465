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
  WHERE (((("event"."retracts" IS NULL) AND (("event"."received" - least("event"."time", "event"."received")) <= CAST(172800000000 AS BIGINT))) AND ("event"."kind" = 'play')) AND ("event"."decision_id" IS NOT NULL))
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
  WHERE (((("event"."retracts" IS NULL) AND (("event"."received" - least("event"."time", "event"."received")) <= CAST(172800000000 AS BIGINT))) AND ("event"."kind" = 'play')) AND (NOT ("event"."decision_id" IS NOT NULL)))
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
"membership" AS (
  SELECT
    "memberships"."event_id" AS "event_id",
    "memberships"."received" AS "received",
    "memberships"."time" AS "time",
    "memberships"."account" AS "account",
    "memberships"."event" AS "event",
    "memberships"."period_end" AS "period_end"
  FROM "membership_once" AS "memberships"
  WHERE ((((("memberships"."received" <= CAST(1000000 AS BIGINT)) AND ("memberships"."event_id" IS NOT NULL)) AND ("memberships"."account" IS NOT NULL)) AND ("memberships"."event" IS NOT NULL)) AND ("memberships"."time" IS NOT NULL))
),
"clocks_0" AS (
  SELECT
    "answer"."decision_id" AS "decision_id",
    "answer"."position" AS "position",
    "answer"."event_id" AS "event_id",
    "answer"."kind" AS "kind",
    "answer"."happened" AS "happened",
    "answer"."received" AS "received",
    (greatest("answer"."received", "answer"."since") - "answer"."decided") AS "delay",
    ("answer"."until" - "answer"."decided") AS "lost",
    ((("answer"."kind" = 'play') AND (("answer"."decided" <= "answer"."happened") AND ("answer"."happened" <= ("answer"."decided" + CAST(2419200000000 AS BIGINT))))) AND (CAST(0 AS BIGINT) < CAST(1 AS BIGINT))) AS "in.0.0",
    "answer"."named" AS "amount.0"
  FROM "answer"
),
"outcomes_0" AS (
  SELECT
    "clocks_0"."decision_id" AS "decision_id",
    "clocks_0"."position" AS "position",
    min("clocks_0"."happened") FILTER (WHERE (("clocks_0"."in.0.0" AND ("clocks_0"."delay" <= CAST(0 AS BIGINT))) AND (("clocks_0"."lost" IS NULL) OR (CAST(0 AS BIGINT) < "clocks_0"."lost")))) AS "first.0.0",
    max("clocks_0"."amount.0") FILTER (WHERE (("clocks_0"."in.0.0" AND ("clocks_0"."delay" <= CAST(0 AS BIGINT))) AND (("clocks_0"."lost" IS NULL) OR (CAST(0 AS BIGINT) < "clocks_0"."lost")))) AS "value.0.0",
    min("clocks_0"."happened") FILTER (WHERE (("clocks_0"."in.0.0" AND ("clocks_0"."delay" <= CAST(86400000000 AS BIGINT))) AND (("clocks_0"."lost" IS NULL) OR (CAST(86400000000 AS BIGINT) < "clocks_0"."lost")))) AS "first.0.1",
    max("clocks_0"."amount.0") FILTER (WHERE (("clocks_0"."in.0.0" AND ("clocks_0"."delay" <= CAST(86400000000 AS BIGINT))) AND (("clocks_0"."lost" IS NULL) OR (CAST(86400000000 AS BIGINT) < "clocks_0"."lost")))) AS "value.0.1"
  FROM "clocks_0"
  GROUP BY "clocks_0"."decision_id", "clocks_0"."position"
),
"target_1" AS (
  SELECT
    "served"."decision_id" AS "decision_id",
    "served"."time" AS "decided",
    "served"."member" AS "who",
    (("served"."time" // CAST(4838400000000 AS BIGINT)) + CAST(0 AS BIGINT)) AS "stretch",
    "slate"."position" AS "position",
    "slate"."item" AS "item"
  FROM "served"
  JOIN "slate" ON ("served"."decision_id" = "slate"."decision_id")
  JOIN "outcomes_0" ON (("slate"."decision_id" = "outcomes_0"."decision_id") AND ("slate"."position" = "outcomes_0"."position"))
  WHERE (("outcomes_0"."first.0.0" IS NOT NULL) OR ("outcomes_0"."first.0.1" IS NOT NULL))
  UNION ALL
  SELECT
    "served"."decision_id" AS "decision_id",
    "served"."time" AS "decided",
    "served"."member" AS "who",
    (("served"."time" // CAST(4838400000000 AS BIGINT)) + CAST(1 AS BIGINT)) AS "stretch",
    "slate"."position" AS "position",
    "slate"."item" AS "item"
  FROM "served"
  JOIN "slate" ON ("served"."decision_id" = "slate"."decision_id")
  JOIN "outcomes_0" ON (("slate"."decision_id" = "outcomes_0"."decision_id") AND ("slate"."position" = "outcomes_0"."position"))
  WHERE (("outcomes_0"."first.0.0" IS NOT NULL) OR ("outcomes_0"."first.0.1" IS NOT NULL))
),
"source_1" AS (
  SELECT
    "event"."event_id" AS "event_id",
    "event"."member" AS "who",
    "event"."kind" AS "kind",
    least("event"."time", "event"."received") AS "happened",
    "event"."received" AS "received",
    "event"."item" AS "item",
    "event"."label" AS "label",
    "event"."value" AS "value",
    "withdrawal"."received" AS "withdrawn_received",
    "withdrawal"."happened" AS "withdrawn_happened",
    (least("event"."time", "event"."received") // CAST(4838400000000 AS BIGINT)) AS "stretch"
  FROM "event"
  LEFT JOIN "withdrawal" ON ("event"."event_id" = "withdrawal"."event_id")
  WHERE ((("event"."kind" = 'play') AND (("event"."received" - least("event"."time", "event"."received")) <= CAST(172800000000 AS BIGINT))) AND ("event"."retracts" IS NULL))
),
"around_1" AS (
  SELECT
    "target_1"."decision_id" AS "decision_id",
    "target_1"."decided" AS "decided",
    "target_1"."position" AS "position",
    "source_1"."event_id" AS "event_id",
    "source_1"."kind" AS "kind",
    "source_1"."happened" AS "happened",
    "source_1"."received" AS "received",
    "source_1"."value" AS "value",
    "source_1"."label" AS "label",
    "source_1"."withdrawn_received" AS "withdrawn_received",
    "source_1"."withdrawn_happened" AS "withdrawn_happened"
  FROM "target_1"
  JOIN "source_1" ON ((("target_1"."who" = "source_1"."who") AND ("target_1"."stretch" = "source_1"."stretch")) AND (("target_1"."decided" <= "source_1"."happened") AND ("source_1"."happened" <= ("target_1"."decided" + CAST(4838400000000 AS BIGINT)))))
  WHERE (("source_1"."item" IS NULL) OR (NOT ("source_1"."item" = "target_1"."item")))
),
"clocks_s1" AS (
  SELECT
    "around_1"."decision_id" AS "decision_id",
    "around_1"."position" AS "position",
    "around_1"."event_id" AS "event_id",
    "around_1"."kind" AS "kind",
    "around_1"."happened" AS "happened",
    "around_1"."received" AS "received",
    ("around_1"."received" - "around_1"."decided") AS "delay",
    (((("around_1"."kind" = 'play') AND (("outcomes_0"."first.0.0" <= "around_1"."happened") AND ("around_1"."happened" <= ("outcomes_0"."first.0.0" + CAST(2419200000000 AS BIGINT))))) AND (CAST(0 AS BIGINT) < CAST(1 AS BIGINT))) AND coalesce(list_has_any("event_item"."item.genres", "slate_item"."item.genres"), FALSE)) AS "in.1.0",
    (((("around_1"."kind" = 'play') AND (("outcomes_0"."first.0.1" <= "around_1"."happened") AND ("around_1"."happened" <= ("outcomes_0"."first.0.1" + CAST(2419200000000 AS BIGINT))))) AND (CAST(0 AS BIGINT) < CAST(1 AS BIGINT))) AND coalesce(list_has_any("event_item"."item.genres", "slate_item"."item.genres"), FALSE)) AS "in.1.1"
  FROM "around_1"
  JOIN "outcomes_0" ON (("around_1"."decision_id" = "outcomes_0"."decision_id") AND ("around_1"."position" = "outcomes_0"."position"))
  LEFT JOIN "event_item" ON ("around_1"."event_id" = "event_item"."event_id")
  LEFT JOIN "slate_item" ON (("around_1"."decision_id" = "slate_item"."decision_id") AND ("around_1"."position" = "slate_item"."position"))
),
"outcomes_s1" AS (
  SELECT
    "clocks_s1"."decision_id" AS "decision_id",
    "clocks_s1"."position" AS "position",
    CAST(count(*) FILTER (WHERE ("clocks_s1"."in.1.0" AND ("clocks_s1"."delay" <= CAST(0 AS BIGINT)))) AS DOUBLE) AS "value.1.0",
    CAST(count(*) FILTER (WHERE ("clocks_s1"."in.1.1" AND ("clocks_s1"."delay" <= CAST(86400000000 AS BIGINT)))) AS DOUBLE) AS "value.1.1"
  FROM "clocks_s1"
  GROUP BY "clocks_s1"."decision_id", "clocks_s1"."position"
),
"target_2" AS (
  SELECT
    "served"."decision_id" AS "decision_id",
    "served"."time" AS "decided",
    "served"."account" AS "who"
  FROM "served"
),
"source_2" AS (
  SELECT
    "membership"."event_id" AS "event_id",
    "membership"."account" AS "who",
    "membership"."event" AS "kind",
    least("membership"."time", "membership"."received") AS "happened",
    "membership"."received" AS "received",
    CAST(NULL AS VARCHAR) AS "item",
    CAST(NULL AS VARCHAR) AS "label",
    CAST(NULL AS DOUBLE) AS "value",
    CAST(NULL AS BIGINT) AS "withdrawn_received",
    CAST(NULL AS BIGINT) AS "withdrawn_happened"
  FROM "membership"
  WHERE (("membership"."event" = 'renew') AND (("membership"."received" - least("membership"."time", "membership"."received")) <= CAST(172800000000 AS BIGINT)))
),
"due_2" AS (
  SELECT
    "served"."decision_id" AS "decision_id",
    CASE WHEN ("served"."time" < arg_max(CASE WHEN ("membership"."event" = 'lapse') THEN (-9223372036854775807 - 1) ELSE coalesce("membership"."period_end", (-9223372036854775807 - 1)) END, row(least("membership"."time", "membership"."received"), "membership"."received", "membership"."event_id")) FILTER (WHERE ((least("membership"."time", "membership"."received") <= "served"."time") AND (("membership"."received" - "served"."time") <= CAST(0 AS BIGINT))))) THEN arg_max(CASE WHEN ("membership"."event" = 'lapse') THEN (-9223372036854775807 - 1) ELSE coalesce("membership"."period_end", (-9223372036854775807 - 1)) END, row(least("membership"."time", "membership"."received"), "membership"."received", "membership"."event_id")) FILTER (WHERE ((least("membership"."time", "membership"."received") <= "served"."time") AND (("membership"."received" - "served"."time") <= CAST(0 AS BIGINT)))) ELSE CAST(NULL AS BIGINT) END AS "due.2.0",
    CASE WHEN ("served"."time" < arg_max(CASE WHEN ("membership"."event" = 'lapse') THEN (-9223372036854775807 - 1) ELSE coalesce("membership"."period_end", (-9223372036854775807 - 1)) END, row(least("membership"."time", "membership"."received"), "membership"."received", "membership"."event_id")) FILTER (WHERE ((least("membership"."time", "membership"."received") <= "served"."time") AND (("membership"."received" - "served"."time") <= CAST(0 AS BIGINT))))) THEN min(least("membership"."time", "membership"."received")) FILTER (WHERE ((("membership"."event" = 'lapse') AND ("served"."time" < least("membership"."time", "membership"."received"))) AND (("membership"."received" - "served"."time") <= CAST(0 AS BIGINT)))) ELSE CAST(NULL AS BIGINT) END AS "lapsed.2.0",
    CASE WHEN ("served"."time" < arg_max(CASE WHEN ("membership"."event" = 'lapse') THEN (-9223372036854775807 - 1) ELSE coalesce("membership"."period_end", (-9223372036854775807 - 1)) END, row(least("membership"."time", "membership"."received"), "membership"."received", "membership"."event_id")) FILTER (WHERE ((least("membership"."time", "membership"."received") <= "served"."time") AND (("membership"."received" - "served"."time") <= CAST(86400000000 AS BIGINT))))) THEN arg_max(CASE WHEN ("membership"."event" = 'lapse') THEN (-9223372036854775807 - 1) ELSE coalesce("membership"."period_end", (-9223372036854775807 - 1)) END, row(least("membership"."time", "membership"."received"), "membership"."received", "membership"."event_id")) FILTER (WHERE ((least("membership"."time", "membership"."received") <= "served"."time") AND (("membership"."received" - "served"."time") <= CAST(86400000000 AS BIGINT)))) ELSE CAST(NULL AS BIGINT) END AS "due.2.1",
    CASE WHEN ("served"."time" < arg_max(CASE WHEN ("membership"."event" = 'lapse') THEN (-9223372036854775807 - 1) ELSE coalesce("membership"."period_end", (-9223372036854775807 - 1)) END, row(least("membership"."time", "membership"."received"), "membership"."received", "membership"."event_id")) FILTER (WHERE ((least("membership"."time", "membership"."received") <= "served"."time") AND (("membership"."received" - "served"."time") <= CAST(86400000000 AS BIGINT))))) THEN min(least("membership"."time", "membership"."received")) FILTER (WHERE ((("membership"."event" = 'lapse') AND ("served"."time" < least("membership"."time", "membership"."received"))) AND (("membership"."received" - "served"."time") <= CAST(86400000000 AS BIGINT)))) ELSE CAST(NULL AS BIGINT) END AS "lapsed.2.1"
  FROM "served"
  JOIN "membership" ON ("served"."account" = "membership"."account")
  WHERE ((((("membership"."event" = 'join') OR ("membership"."event" = 'renew')) OR ("membership"."event" = 'rejoin')) OR ("membership"."event" = 'lapse')) AND (("membership"."received" - least("membership"."time", "membership"."received")) <= CAST(172800000000 AS BIGINT)))
  GROUP BY "served"."decision_id", "served"."time"
),
"around_2" AS (
  SELECT
    "target_2"."decision_id" AS "decision_id",
    "target_2"."decided" AS "decided",
    "source_2"."event_id" AS "event_id",
    "source_2"."kind" AS "kind",
    "source_2"."happened" AS "happened",
    "source_2"."received" AS "received",
    "source_2"."value" AS "value",
    "source_2"."label" AS "label",
    "source_2"."withdrawn_received" AS "withdrawn_received",
    "source_2"."withdrawn_happened" AS "withdrawn_happened"
  FROM "target_2"
  JOIN "source_2" ON (("target_2"."who" = "source_2"."who") AND ("target_2"."decided" < "source_2"."happened"))
),
"clocks_s2" AS (
  SELECT
    "around_2"."decision_id" AS "decision_id",
    "around_2"."event_id" AS "event_id",
    "around_2"."kind" AS "kind",
    "around_2"."happened" AS "happened",
    "around_2"."received" AS "received",
    ("around_2"."received" - "around_2"."decided") AS "delay",
    ((("around_2"."kind" = 'renew') AND (("around_2"."decided" < "around_2"."happened") AND ("around_2"."happened" <= least(("due_2"."due.2.0" + CAST(2419200000000 AS BIGINT)), coalesce("due_2"."lapsed.2.0", ("due_2"."due.2.0" + CAST(2419200000000 AS BIGINT))))))) AND (CAST(0 AS BIGINT) < CAST(1 AS BIGINT))) AS "in.2.0",
    ((("around_2"."kind" = 'renew') AND (("around_2"."decided" < "around_2"."happened") AND ("around_2"."happened" <= least(("due_2"."due.2.1" + CAST(2419200000000 AS BIGINT)), coalesce("due_2"."lapsed.2.1", ("due_2"."due.2.1" + CAST(2419200000000 AS BIGINT))))))) AND (CAST(0 AS BIGINT) < CAST(1 AS BIGINT))) AS "in.2.1"
  FROM "around_2"
  JOIN "due_2" ON ("around_2"."decision_id" = "due_2"."decision_id")
),
"outcomes_s2" AS (
  SELECT
    "clocks_s2"."decision_id" AS "decision_id",
    min("clocks_s2"."happened") FILTER (WHERE ("clocks_s2"."in.2.0" AND ("clocks_s2"."delay" <= CAST(0 AS BIGINT)))) AS "first.2.0",
    min("clocks_s2"."happened") FILTER (WHERE ("clocks_s2"."in.2.1" AND ("clocks_s2"."delay" <= CAST(86400000000 AS BIGINT)))) AS "first.2.1"
  FROM "clocks_s2"
  GROUP BY "clocks_s2"."decision_id"
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
"continued" AS (
  SELECT
    "continuing"."decision_id" AS "decision_id",
    "continuing"."position" AS "position",
    (CAST(0 AS BIGINT) < count(*) FILTER (WHERE (("continuing"."since" <= ("served"."time" + CAST(0 AS BIGINT))) AND (("served"."time" + CAST(0 AS BIGINT)) < "continuing"."until")))) AS "continuing.0",
    (CAST(0 AS BIGINT) < count(*) FILTER (WHERE (("continuing"."since" <= ("served"."time" + CAST(86400000000 AS BIGINT))) AND (("served"."time" + CAST(86400000000 AS BIGINT)) < "continuing"."until")))) AS "continuing.1"
  FROM "continuing"
  JOIN "served" ON ("continuing"."decision_id" = "served"."decision_id")
  GROUP BY "continuing"."decision_id", "continuing"."position"
),
"version" AS (
  SELECT
    "items"."item" AS "item",
    "items"."valid_from" AS "valid_from",
    "items"."received" AS "received",
    "items"."item.genres" AS "item.genres"
  FROM "items"
  WHERE ((("items"."item" IS NOT NULL) AND ("items"."valid_from" IS NOT NULL)) AND ("items"."received" <= CAST(1000000 AS BIGINT)))
  UNION ALL
  SELECT
    "items"."item" AS "item",
    (-9223372036854775807 - 1) AS "valid_from",
    (-9223372036854775807 - 1) AS "received",
    CAST(NULL AS VARCHAR[]) AS "item.genres"
  FROM "items"
  WHERE ((("items"."item" IS NOT NULL) AND ("items"."valid_from" IS NOT NULL)) AND ("items"."received" <= CAST(1000000 AS BIGINT)))
  GROUP BY "items"."item"
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
"candidate" AS (
  SELECT
    "latest"."item" AS "item",
    "latest"."valid_from" AS "valid_from",
    coalesce("latest"."next_from", CAST(9223372036854775807 AS BIGINT)) AS "valid_until",
    "older"."received" AS "known_from",
    coalesce(min("older"."received") OVER (PARTITION BY "latest"."item", "latest"."number" ORDER BY (CAST(0 AS BIGINT) - "older"."number") ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), CAST(9223372036854775807 AS BIGINT)) AS "known_until",
    "older"."item.genres" AS "item.genres"
  FROM "numbered" AS "latest"
  JOIN "numbered" AS "older" ON (("older"."item" = "latest"."item") AND ("older"."number" <= "latest"."number"))
  WHERE (("latest"."next_from" IS NULL) OR ("latest"."valid_from" < "latest"."next_from"))
),
"known" AS (
  SELECT
    "candidate"."item" AS "item",
    "candidate"."valid_from" AS "valid_from",
    "candidate"."valid_until" AS "valid_until",
    "candidate"."known_from" AS "known_from",
    "candidate"."known_until" AS "known_until",
    "candidate"."item.genres" AS "item.genres"
  FROM "candidate"
  WHERE (("candidate"."known_from" < "candidate"."known_until") AND ("candidate"."valid_from" < "candidate"."known_until"))
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
  coalesce("recommended"."member.plays", "history_0"."number", CAST('0.0' AS DOUBLE)) AS "member.plays",
  "continued"."continuing.0" AS "continuing.0",
  "continued"."continuing.1" AS "continuing.1",
  "outcomes_0"."first.0.0" AS "first.0.0",
  "outcomes_0"."value.0.0" AS "value.0.0",
  "outcomes_0"."first.0.1" AS "first.0.1",
  "outcomes_0"."value.0.1" AS "value.0.1",
  "outcomes_s1"."value.1.0" AS "value.1.0",
  "outcomes_s1"."value.1.1" AS "value.1.1",
  "outcomes_s2"."first.2.0" AS "first.2.0",
  "due_2"."due.2.0" AS "due.2.0",
  "due_2"."lapsed.2.0" AS "lapsed.2.0",
  "outcomes_s2"."first.2.1" AS "first.2.1",
  "due_2"."due.2.1" AS "due.2.1",
  "due_2"."lapsed.2.1" AS "lapsed.2.1",
  greatest("recommended"."received", "recommended"."slate_received", coalesce("known"."known_from", (-9223372036854775807 - 1))) AS "known_from",
  coalesce("known"."known_until", CAST(9223372036854775807 AS BIGINT)) AS "known_until"
FROM "recommended"
LEFT JOIN "outcomes_0" ON (("recommended"."decision_id" = "outcomes_0"."decision_id") AND ("recommended"."position" = "outcomes_0"."position"))
LEFT JOIN "outcomes_s1" ON (("recommended"."decision_id" = "outcomes_s1"."decision_id") AND ("recommended"."position" = "outcomes_s1"."position"))
LEFT JOIN "outcomes_s2" ON ("recommended"."decision_id" = "outcomes_s2"."decision_id")
LEFT JOIN "due_2" ON ("recommended"."decision_id" = "due_2"."decision_id")
LEFT JOIN "history_0" ON ("recommended"."decision_id" = "history_0"."decision_id")
LEFT JOIN "continued" ON (("recommended"."decision_id" = "continued"."decision_id") AND ("recommended"."position" = "continued"."position"))
LEFT JOIN "known" ON ((("recommended"."item" = "known"."item") AND ("known"."valid_from" <= "recommended"."time")) AND ("recommended"."time" < "known"."valid_until"))
ORDER BY "recommended"."time" ASC NULLS LAST, "recommended"."decision_id" ASC NULLS LAST, "recommended"."position" ASC NULLS LAST, greatest("recommended"."received", "recommended"."slate_received", coalesce("known"."known_from", (-9223372036854775807 - 1))) ASC NULLS LAST
