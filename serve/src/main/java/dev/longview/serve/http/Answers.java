package dev.longview.serve.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.log.Table;
import dev.longview.loop.Forgetting;
import dev.longview.loop.Refusal;
import dev.longview.serve.Station;
import dev.longview.serve.Taken;
import dev.longview.serve.Wrong;
import dev.longview.serve.decide.Decision;
import dev.longview.serve.http.Routes.Asked;
import dev.longview.serve.learn.Continuous;
import dev.longview.serve.learn.Round;
import dev.longview.syntax.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** What each route answers. */
final class Answers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Station station;
    private final Continuous learning;
    private final Metrics metrics;
    private final int batchRows;
    private final AtomicBoolean leaving = new AtomicBoolean();

    Answers(Station station, Continuous learning, Metrics metrics, int batchRows) {
        this.station = station;
        this.learning = learning;
        this.metrics = metrics;
        this.batchRows = batchRows;
    }

    Reply recommend(Asked asked) {
        Station.Answer answer = station.recommend(asked.json());
        Decision decision = answer.decision();
        if (!answer.repeated()) {
            metrics.decision(
                    decision.policy(),
                    decision.cells().isEmpty() ? "" : decision.cells().getFirst());
        }
        ObjectNode body = NODES.objectNode();
        body.put("decision_id", decision.id());
        body.put("policy", decision.policy());
        ArrayNode cells = body.putArray("cells");
        decision.cells().forEach(cells::add);
        body.put("time", decision.time());
        body.put("repeated", answer.repeated());
        ArrayNode items = body.putArray("items");
        for (int position = 0; position < decision.slate().size(); position++) {
            Decision.Shown shown = decision.slate().get(position);
            ObjectNode item = items.addObject();
            item.put("item", shown.item()).put("position", position);
            item.put("conditional_propensity", shown.conditional());
            shown.marginal().ifPresent(marginal -> item.put("marginal_propensity", marginal));
            item.put("score", shown.score());
        }
        return Reply.json(200, body);
    }

    Reply feedback(Asked asked) {
        return taken(Table.FEEDBACK, asked);
    }

    Reply memberships(Asked asked) {
        return taken(Table.MEMBERSHIPS, asked);
    }

    Reply items(Asked asked) {
        return taken(Table.ITEMS, asked);
    }

    /** One row is an object, several are a list. */
    private Reply taken(Table table, Asked asked) {
        List<JsonNode> rows = new ArrayList<>();
        if (asked.json().isArray()) {
            asked.json().forEach(rows::add);
        } else {
            rows.add(asked.json());
        }
        if (rows.isEmpty()) {
            throw new Wrong("", "the list is empty: there is nothing to take");
        }
        if (rows.size() > batchRows) {
            throw new Problems.TurnedAway(
                    413, rows.size() + " rows are more than are taken at once, which is " + batchRows);
        }
        List<Taken> taken = station.take(table, rows);
        ObjectNode body = NODES.objectNode();
        ObjectNode counts = body.putObject("rows");
        for (Taken.Status status : Taken.Status.values()) {
            counts.put(
                    word(status),
                    taken.stream().filter(each -> each.status() == status).count());
        }
        ArrayNode results = body.putArray("results");
        for (Taken each : taken) {
            metrics.row(table.tableName(), word(each.status()));
            ObjectNode result = results.addObject().put("id", each.id()).put("status", word(each.status()));
            if (!each.problems().isEmpty()) {
                result.set("problems", Problems.list(each.problems()));
            }
        }
        boolean none = taken.stream().allMatch(each -> each.status() == Taken.Status.REFUSED);
        if (none) {
            throw new Wrong(
                    taken.stream().flatMap(each -> each.problems().stream()).toList());
        }
        return Reply.json(200, body);
    }

    private static String word(Taken.Status status) {
        return switch (status) {
            case STORED -> "stored";
            case REPEATED -> "repeated";
            case REFUSED -> "refused";
        };
    }

    Reply policies(Asked asked) {
        ObjectNode body = NODES.objectNode();
        ArrayNode list = body.putArray("policies");
        station.present().service().policies().values().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(policy -> {
                    JsonNode manifest = policy.trained().artifact().manifest();
                    ObjectNode each = list.addObject();
                    each.put("name", policy.name());
                    each.put("version", policy.trained().artifact().version());
                    each.put("since", policy.since());
                    each.put("learned_as_of", manifest.path("as_of_micros").asLong());
                    each.put("reward", manifest.path("reward").path("name").asText());
                    each.put("held", learning.held(policy.name()));
                    ArrayNode before = each.putArray("versions");
                    learning.versions(policy.name()).forEach(before::add);
                });
        learning.last().ifPresent(round -> body.set("last_round", round(round)));
        return Reply.json(200, body);
    }

    static ObjectNode round(Round round) {
        ObjectNode node = NODES.objectNode();
        node.put("as_of", round.asOf()).put("sealed_rows", round.rows()).put("millis", round.millis());
        ArrayNode policies = node.putArray("policies");
        round.policies()
                .forEach(each -> policies.addObject()
                        .put("policy", each.policy())
                        .put("version", each.version())
                        .put("in_service", each.swapped())
                        .put("note", each.note()));
        ArrayNode problems = node.putArray("problems");
        round.problems().forEach(problems::add);
        return node;
    }

    Reply learn(Asked asked) {
        return Reply.json(200, round(learning.now()));
    }

    /** Removes members, for good. */
    Reply forget(Asked asked) {
        JsonNode list = asked.json().path("members");
        Set<String> members = new LinkedHashSet<>();
        for (int i = 0; i < list.size(); i++) {
            if (!list.get(i).isTextual() || list.get(i).asText().isBlank()) {
                throw new Wrong("/members/" + i, "an id of a member is a text, and not empty");
            }
            members.add(list.get(i).asText());
        }
        if (!list.isArray() || members.isEmpty() || asked.json().size() > 1) {
            throw new Wrong("/members", "who is to be forgotten: {\"members\": [\"m1\"]}, and nothing else");
        }
        Forgetting.Result gone = learning.forget(members);
        ObjectNode body = NODES.objectNode();
        ObjectNode rows = body.putObject("rows");
        gone.log().rows().forEach(each -> rows.put(each.table().tableName(), each.rows()));
        body.put("labels", gone.labels());
        texts(body.putArray("learned_from_them"), gone.marked());
        texts(body.putArray("may_have_learned_from_them"), gone.suspected());
        texts(body.putArray("label_sets_to_write_again"), gone.unsearched());
        texts(body.putArray("files_that_name_them"), gone.mentions());
        return Reply.json(200, body);
    }

    private static void texts(ArrayNode into, List<String> texts) {
        texts.forEach(into::add);
    }

    Reply promote(Asked asked) {
        String name = known(asked.parameter("name"));
        learning.promote(name, asked.parameter("version"));
        return inService(name, asked.parameter("version"));
    }

    Reply rollBack(Asked asked) {
        String name = known(asked.parameter("name"));
        return inService(name, learning.rollBack(name));
    }

    private String known(String name) {
        if (!station.policies().contains(name)) {
            String near = Nearest.to(name, station.policies())
                    .map(word -> "; did you mean '" + word + "'?")
                    .orElse("");
            throw new Problems.TurnedAway(
                    404,
                    "no policy '" + (name.length() > 60 ? name.substring(0, 60) : name) + "' serves here" + near
                            + " In service: " + String.join(", ", station.policies()));
        }
        return name;
    }

    private static Reply inService(String name, String version) {
        return Reply.json(
                200,
                NODES.objectNode().put("policy", name).put("version", version).put("in_service", true));
    }

    /** The row of the log, and what is known of the policy that served. */
    Reply explain(Asked asked) {
        String id = asked.parameter("decision");
        JsonNode logged = station.logged(id)
                .orElseThrow(() -> new Problems.TurnedAway(
                        404, "no decision '" + (id.length() > 60 ? id.substring(0, 60) : id) + "' is in the log"));
        ObjectNode body = NODES.objectNode();
        body.set("decision", logged);
        String served = logged.path("policy").asText();
        int at = served.indexOf('@');
        if (at > 0) {
            try {
                var artifact = station.workspace()
                        .policies()
                        .require(served.substring(0, at), Optional.of(served.substring(at + 1)));
                body.set("policy", artifact.manifest());
            } catch (Refusal gone) {
                body.put("policy_note", "the version that served is not kept any more");
            }
        }
        return Reply.json(200, body);
    }

    Reply live() {
        return Reply.json(200, NODES.objectNode().put("live", true));
    }

    Reply ready() {
        boolean healthy = station.journal().healthy();
        boolean empty = station.present().service().catalogue().size() == 0;
        boolean ready = healthy && !leaving.get() && !empty;
        ObjectNode body = NODES.objectNode().put("ready", ready);
        if (!ready) {
            body.put(
                    "why",
                    leaving.get()
                            ? "the service is being stopped"
                            : healthy
                                    ? "there are no items to recommend yet: PUT /v1/items"
                                    : "the disk does not take what is written");
        }
        return Reply.json(ready ? 200 : 503, body);
    }

    /** From now on not ready: who balances load sends nobody here any more. */
    void leave() {
        leaving.set(true);
    }
}
