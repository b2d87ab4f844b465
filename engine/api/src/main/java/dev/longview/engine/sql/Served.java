package dev.longview.engine.sql;

import static dev.longview.engine.sql.Expression.all;
import static dev.longview.engine.sql.Expression.any;
import static dev.longview.engine.sql.Expression.atMost;
import static dev.longview.engine.sql.Expression.call;
import static dev.longview.engine.sql.Expression.equal;
import static dev.longview.engine.sql.Expression.less;
import static dev.longview.engine.sql.Expression.missing;
import static dev.longview.engine.sql.Expression.name;
import static dev.longview.engine.sql.Expression.whole;

import dev.longview.columns.ColumnType;
import dev.longview.engine.Assembly;
import dev.longview.engine.Moment;
import dev.longview.engine.sql.Expression.Function;
import dev.longview.engine.sql.Query.Select;
import dev.longview.log.FeatureDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps that tell what was recommended: decisions, slates, and items as they were known. */
record Served(Assembly assembly) {
    static final List<String> DECISION =
            List.of("time", "account", "member", "policy", "rules", "candidates_id", "usable_off_policy", "cells");
    /** The relation of the recommendations of the assembly's decisions. */
    static final String RECOMMENDED = "recommended";

    static final String SLATE_RECEIVED = "slate_received";
    static final List<String> SLATE = List.of("item", "conditional_propensity", "marginal_propensity");

    List<String> ownFeatures() {
        return assembly.features().stream()
                .map(FeatureDefinition::name)
                .filter(feature -> feature.startsWith("context.") || feature.startsWith("member."))
                .toList();
    }

    List<String> itemFeatures() {
        return assembly.features().stream()
                .filter(FeatureDefinition::ofItem)
                .map(FeatureDefinition::name)
                .toList();
    }

    void add(Steps steps) {
        add(steps, Slice.WHOLE);
    }

    /**
     * Step {@code served}: decisions of the assembly in a slice; step {@code slate}: all slates' rows, or at least those of the slice;
     * step {@value #RECOMMENDED}: both together.
     */
    void add(Steps steps, Slice slice) {
        long asOf = assembly.moment().asOf();
        List<String> kept = new ArrayList<>(DECISION);
        kept.addAll(ownFeatures());
        steps.once("decision", "decisions", List.of("decision_id"), List.of("time"), kept, asOf);
        Expression received = name("slates", "received");
        steps.once(
                "slate",
                "slates",
                List.of("decision_id", "position"),
                List.of("item"),
                SLATE,
                asOf,
                slice.whole()
                        ? Optional.empty()
                        : Optional.of(all(
                                atMost(whole(slice.slatesFrom()), received),
                                atMost(received, whole(slice.slatesUntil())))),
                false);
        Expression time = Steps.happened("decision");
        Select served = Select.from("decision").where(asked());
        if (!slice.whole()) {
            // What follows from the slice, said of single columns too: by their ranges, files and parts of files are
            // skipped.
            served = served.where(all(
                    all(atMost(whole(slice.from()), time), less(time, whole(slice.before()))),
                    atMost(whole(slice.from()), name("decision", "time")),
                    all(
                            atMost(whole(slice.from()), name("decision", "received")),
                            atMost(name("decision", "received"), whole(slice.decisionsUntil())))));
        }
        kept.remove("time");
        steps.add(
                "served",
                served.output(time, "time")
                        .keep("decision", "decision_id", "received")
                        .keep("decision", kept));
        steps.add(
                RECOMMENDED,
                Select.from("served")
                        .join("slate", equal(name("served", "decision_id"), name("slate", "decision_id")))
                        .keep("served", "time", "decision_id", "received")
                        .keep("served", kept)
                        .keep("slate", "position")
                        .keep("slate", SLATE)
                        .output(name("slate", "received"), SLATE_RECEIVED));
    }

    /** Whether a row of step {@code decision} is of the assembly. */
    Expression asked() {
        Expression time = Steps.happened("decision");
        Expression inWindow =
                all(atMost(whole(assembly.decidedFrom()), time), less(time, whole(assembly.decidedBefore())));
        return assembly.policy().map(by -> all(inWindow, servedBy(by))).orElse(inWindow);
    }

    /** Of a name without a version all its versions, {@code name@…}: in the order of texts, all before {@code nameA}. */
    private static Expression servedBy(String by) {
        Expression policy = name("decision", "policy");
        Expression exactly = equal(policy, Expression.text(by));
        return by.indexOf('@') >= 0
                ? exactly
                : any(exactly, all(atMost(Expression.text(by + "@"), policy), less(policy, Expression.text(by + "A"))));
    }

    /**
     * Step {@code known}: for each item, the features that hold for decisions of {@code [valid_from, valid_until)} at moments of
     * {@code [known_from, known_until)}.
     *
     * <p>Of the versions valid by a decision and received by a moment, the latest valid one counts, and of those the latest received.
     * What is received late is therefore unknown to earlier moments, and an older version, or none, stands in for it.
     */
    void addItems(Steps steps) {
        List<String> features = itemFeatures();
        boolean ages = assembly.moment() instanceof Moment.Ages;
        Expression item = name("items", "item");
        Expression known = all(
                Expression.present(item),
                Expression.present(name("items", "valid_from")),
                atMost(name("items", "received"), whole(assembly.moment().asOf())));
        Select real = Select.from("items").where(known).keep("items", "item", "valid_from", "received");
        real = real.keep("items", features);
        if (!ages) {
            steps.add("version", real);
        } else {
            // A version without features, from ever: what is known before the first real one is received.
            Select none = Select.from("items")
                    .where(known)
                    .output(item, "item")
                    .output(whole(Long.MIN_VALUE), "valid_from")
                    .output(whole(Long.MIN_VALUE), "received");
            for (FeatureDefinition feature : assembly.features()) {
                if (feature.ofItem()) {
                    none = none.output(new Expression.Missing(feature.kind().columnType()), feature.name());
                }
            }
            steps.add("version", Query.Union.of(real, none.groupBy(item)));
        }
        List<Expression> versions = new ArrayList<>(Steps.names("version", List.of("valid_from", "received")));
        versions.addAll(Steps.names("version", features));
        List<Expression> ofItem = List.of(name("version", "item"));
        steps.add(
                "numbered",
                Select.from("version")
                        .keep("version", "item", "valid_from", "received")
                        .keep("version", features)
                        .output(
                                new Expression.Window(Expression.Over.ROW_NUMBER, List.of(), ofItem, versions),
                                "number")
                        .output(
                                new Expression.Window(
                                        Expression.Over.NEXT, List.of(name("version", "valid_from")), ofItem, versions),
                                "next_from"));
        if (ages) {
            addLate(steps, features);
        } else {
            steps.add(
                    "known",
                    Select.from("numbered")
                            .keep("numbered", "item", "valid_from")
                            .output(until("numbered"), "valid_until")
                            .output(whole(Long.MIN_VALUE), "known_from")
                            .output(whole(Long.MAX_VALUE), "known_until")
                            .keep("numbered", features));
        }
    }

    private static Expression until(String relation) {
        return call(Function.COALESCE, name(relation, "next_from"), whole(Long.MAX_VALUE));
    }

    private static void addLate(Steps steps, List<String> features) {
        Expression before = call(
                Function.COALESCE,
                new Expression.Window(
                        Expression.Over.MIN_BEFORE,
                        List.of(name("older", "received")),
                        List.of(name("latest", "item"), name("latest", "number")),
                        List.of(Expression.minus(whole(0), name("older", "number")))),
                whole(Long.MAX_VALUE));
        steps.add(
                "candidate",
                Select.from("numbered", "latest")
                        .join(
                                "numbered",
                                "older",
                                all(
                                        equal(name("older", "item"), name("latest", "item")),
                                        atMost(name("older", "number"), name("latest", "number"))))
                        .where(any(
                                missing(name("latest", "next_from")),
                                less(name("latest", "valid_from"), name("latest", "next_from"))))
                        .keep("latest", "item", "valid_from")
                        .output(until("latest"), "valid_until")
                        .output(name("older", "received"), "known_from")
                        .output(before, "known_until")
                        .keep("older", features));
        // A moment is never before its decision, nor that before what is valid: some ranges can hold no moment.
        steps.add(
                "known",
                Select.from("candidate")
                        .where(less(name("candidate", "known_from"), name("candidate", "known_until")))
                        .where(less(name("candidate", "valid_from"), name("candidate", "known_until")))
                        .keep("candidate", "item", "valid_from", "valid_until", "known_from", "known_until")
                        .keep("candidate", features));
    }

    /** The raw type of a column that the chunked reader can carry. */
    static Expression readable(Expression value, ColumnType type) {
        return switch (type) {
            case TEXT_LIST -> call(Function.ENCODE_LIST, value);
            case TEXT_MAP -> call(Function.ENCODE_MAP, value);
            case FLOAT_LIST -> call(Function.ENCODE_NUMBERS, value);
            case BOOLEAN, BIGINT, DOUBLE, TEXT -> value;
        };
    }
}
