package dev.longview.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.label.Reading;
import dev.longview.label.Readings;
import dev.longview.outcome.Assembled;
import dev.longview.policy.LabelUse;
import dev.longview.policy.PolicyDefinition;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads the labels of a window as learners are to take them: by the readings in use where there are any, else as they
 * are; or as a policy says.
 */
final class LabelReader {
    /** Whose readings there are, and by which feature of items. */
    private record InUse(Artifact artifact, Readings readings, Optional<String> type, ContextCovariates covariates) {}

    private final LabelUse use;
    /** At which every row is settled; of no meaning but where those alone are taken. */
    private final long finalAge;

    private final Optional<InUse> inUse;
    private final Optional<Billings> billings;
    private final String note;
    /** How many rows of an item are not final yet: they share their forecast's error. */
    private final Map<String, Integer> open = new HashMap<>();

    private LabelReader(LabelUse use, long finalAge, Optional<InUse> inUse, Optional<Billings> billings, String note) {
        this.use = use;
        this.finalAge = finalAge;
        this.inUse = inUse;
        this.billings = billings;
        this.note = note;
    }

    /**
     * What learners take of a batch's labels, a row each.
     *
     * @param value in units of the reward
     * @param precision relative to a final label's
     */
    record Read(double[] value, double[] precision) {}

    /**
     * As a policy says that it learns.
     *
     * @throws Refusal when it learns from readings, and these were fitted for another reward or other forecasts, or of later rows only
     */
    static LabelReader of(Loop loop, PolicyDefinition policy, Labeller labeller, Window window) {
        return policy.labels() == LabelUse.READINGS
                ? of(loop, labeller, window)
                : new LabelReader(
                        policy.labels(),
                        ReadingFitting.end(loop, labeller.reward()).toMillis() * 1_000,
                        Optional.empty(),
                        Optional.of(billings(loop, labeller)),
                        "labels of '" + policy.reward() + "' are taken as "
                                + policy.labels().word() + ", as the policy says");
    }

    /** @throws Refusal when readings were fitted for another reward or other forecasts, or of later rows only */
    static LabelReader of(Loop loop, Labeller labeller, Window window) {
        String reward = labeller.reward().name();
        Optional<Artifact> artifact = find(loop, labeller, window.asOf());
        if (artifact.isEmpty()) {
            return none("no readings of '" + reward + "' are fitted: longview delay fit");
        }
        JsonNode manifest = artifact.get().manifest();
        String note = manifest.path("note").asText();
        if (!manifest.has(ReadingFitting.TAKEN_FINAL)) {
            return none(note);
        }
        Readings readings = ReadingFitting.read(artifact.get());
        ContextCovariates covariates = ContextCovariates.named(
                readings.covariates(), loop.configuration().features());
        Optional<String> type = Optional.of(manifest.path("item_type").asText()).filter(name -> !name.isEmpty());
        LabelReader reader = new LabelReader(
                LabelUse.READINGS,
                0,
                Optional.of(new InUse(artifact.get(), readings, type, covariates)),
                Optional.of(billings(loop, labeller)),
                note);
        reader.countOpen(loop, window, readings);
        return reader;
    }

    /** What takes labels as they are. */
    static LabelReader none(String note) {
        return new LabelReader(LabelUse.EXPECTED, 0, Optional.empty(), Optional.empty(), note);
    }

    private static Billings billings(Loop loop, Labeller labeller) {
        return new Billings(loop, loop.outcomes(labeller.reward().outcomes()));
    }

    private void countOpen(Loop loop, Window window, Readings readings) {
        boolean shared = readings.pooled().stream().anyMatch(line -> line.shared() > 0)
                || readings.types().stream()
                        .anyMatch(type -> type.lines().stream().anyMatch(line -> line.shared() > 0));
        long from = Math.max(window.from(), window.asOf() - readings.end() + 1);
        if (shared && from < Math.min(window.before(), window.asOf())) {
            loop.assemble(window.decided(from, window.before()), List.of(), batch -> {
                Column.Texts items = batch.texts(Assembled.ITEM);
                int[] counts = new int[items.dictionary().length];
                for (int row = 0; row < batch.size(); row++) {
                    counts[items.codes()[row]]++;
                }
                for (int code = 0; code < counts.length; code++) {
                    if (counts[code] > 0) {
                        open.merge(items.dictionary()[code], counts[code], Integer::sum);
                    }
                }
            });
        }
    }

    /** Those in use, or where these are later or of other forecasts, the latest that fit; empty when none were ever fitted. */
    private static Optional<Artifact> find(Loop loop, Labeller labeller, long asOf) {
        Artifacts artifacts = loop.workspace().readings();
        String reward = labeller.reward().name();
        Optional<Artifact> current = artifacts.current(reward);
        if (current.isEmpty()) {
            return current;
        }
        Optional<Artifact> found = current.filter(each -> fits(loop, labeller, asOf, each))
                .or(() -> artifacts.versions(reward).reversed().stream()
                        .filter(each -> fits(loop, labeller, asOf, each))
                        .findFirst());
        if (found.isEmpty()) {
            throw new Refusal(
                    "the readings of '" + reward + "' (" + current.get().version()
                            + ") were fitted for another version of the reward or of its forecasts, another lateness"
                            + " or attribution, or from rows received after " + Provenance.text(asOf)
                            + ". Fit them as of then: longview delay fit --as-of " + Provenance.text(asOf));
        }
        return found;
    }

    private static boolean fits(Loop loop, Labeller labeller, long asOf, Artifact artifact) {
        JsonNode manifest = artifact.manifest();
        Map<String, String> models = new HashMap<>();
        manifest.path("delay_models")
                .properties()
                .forEach(model -> models.put(model.getKey(), model.getValue().asText()));
        return manifest.path("as_of_micros").asLong(Long.MAX_VALUE) <= asOf
                && manifest.path("reward_version")
                        .asText()
                        .equals(labeller.reward().version())
                && manifest.path("rules").asText().equals(loop.rulesOf(labeller.reward()))
                && models.equals(labeller.versions());
    }

    /** The version of the readings, empty where labels are taken as they are. */
    Optional<String> version() {
        return inUse.map(each -> each.artifact.version());
    }

    Optional<Readings> readings() {
        return inUse.map(InUse::readings);
    }

    /** Why they are, or what else is worth knowing; may be empty. */
    String note() {
        return note;
    }

    /** Says in a manifest what labels were read by. */
    void describe(ObjectNode manifest) {
        ObjectNode node = manifest.putObject("readings");
        version().ifPresent(version -> node.put("version", version));
        if (!note.isEmpty()) {
            node.put("note", note);
        }
    }

    Read read(Batch batch, Labels labels) {
        if (inUse.isEmpty()) {
            return switch (use) {
                case SETTLED -> new Read(labels.expected(), settled(batch, labels));
                case SO_FAR -> new Read(labels.soFar(), asFinal(batch.size()));
                case READINGS, EXPECTED -> new Read(labels.expected(), asFinal(batch.size()));
            };
        }
        double[] precision = new double[batch.size()];
        double[] value = new double[batch.size()];
        double[][] x = inUse.get().covariates.of(batch);
        Column.Texts items = batch.texts(Assembled.ITEM);
        OptionalInt[] types = types(batch);
        for (int row = 0; row < value.length; row++) {
            int cohort = items.isMissing(row) ? 1 : open.getOrDefault(items.text(row), 1);
            Reading reading = reading(batch, row, types[row], labels.expected()[row], x[row], cohort);
            value[row] = reading.value();
            precision[row] = reading.precision();
        }
        return new Read(value, precision);
    }

    /**
     * A young row is settled only where little came of it, and one that waits for a far billing only where that was not waited for: those
     * alone of an age at which all are settled say what items are worth.
     */
    private double[] settled(Batch batch, Labels labels) {
        long[] ages = batch.longs(Assembled.AGE);
        double[] precision = new double[batch.size()];
        for (int row = 0; row < precision.length; row++) {
            precision[row] =
                    labels.settled()[row] && ages[row] >= farBilling(batch, row).orElse(finalAge) ? 1 : 0;
        }
        return precision;
    }

    /** The age at which a row is final that waits for a billing beyond what forecasts look at. */
    private OptionalLong farBilling(Batch batch, int row) {
        return billings.map(each -> each.finalAge(batch, row)).orElse(OptionalLong.empty());
    }

    /** Whether each label is taken as what is expected, without readings. */
    boolean takesExpectations() {
        return inUse.isEmpty() && (use == LabelUse.READINGS || use == LabelUse.EXPECTED);
    }

    private Reading reading(Batch batch, int row, OptionalInt type, double label, double[] x, int cohort) {
        InUse by = inUse.orElseThrow();
        long age = batch.longs(Assembled.AGE)[row];
        OptionalLong billed = farBilling(batch, row);
        if (billed.isEmpty()) {
            return by.readings.read(type, age, label, x, cohort);
        }
        // Nothing was learned of how those are read that wait for longer; what they come to is.
        return age >= billed.getAsLong()
                ? new Reading(label, 1)
                : new Reading(by.readings.read(type, 0, label, x, cohort).value(), 0);
    }

    /** The precision of labels that are taken as they are. */
    static double[] asFinal(int rows) {
        double[] precision = new double[rows];
        Arrays.fill(precision, 1);
        return precision;
    }

    private OptionalInt[] types(Batch batch) {
        OptionalInt[] types = new OptionalInt[batch.size()];
        Arrays.fill(types, OptionalInt.empty());
        inUse.flatMap(InUse::type).filter(batch::has).map(batch::texts).ifPresent(texts -> {
            OptionalInt[] ofCode = new OptionalInt[texts.dictionary().length];
            for (int code = 0; code < ofCode.length; code++) {
                ofCode[code] = inUse.get().readings.type(texts.dictionary()[code]);
            }
            for (int row = 0; row < types.length; row++) {
                types[row] = texts.isMissing(row) ? OptionalInt.empty() : ofCode[texts.codes()[row]];
            }
        });
        return types;
    }
}
