package dev.longview.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.config.Configuration;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.reward.Compilation;
import dev.longview.reward.Reward;
import dev.longview.reward.RewardDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The versions of rewards: those that {@code longview.yaml} declares, and those that labels and policies were made by, whose text it may
 * no longer have. These are kept as {@code rewards/<name>/<version>.json}.
 *
 * <p>A kept version is never written again: its hypothesis and parent are what its author had said before anything was learned from it.
 */
public final class RewardVersions {
    private final Workspace workspace;
    private final Configuration configuration;

    public RewardVersions(Workspace workspace, Configuration configuration) {
        this.workspace = workspace;
        this.configuration = configuration;
    }

    /**
     * A reward that can be computed.
     *
     * @param declared whether {@code longview.yaml} has this version now
     */
    public record Usable(RewardDefinition definition, Reward reward, boolean declared) {
        /** {@code enjoyed@0123456789ab}. */
        public String id() {
            return definition.name() + "@" + reward.version();
        }
    }

    /**
     * A version as it was kept.
     *
     * @param parentVersion the parent's version then
     * @param outcomes what it was computed from, by name: equal texts for equal definitions
     */
    public record Kept(
            String version,
            RewardDefinition definition,
            String normalised,
            Optional<String> parentVersion,
            SequencedMap<String, String> outcomes) {}

    /** The compiled reward of a checked definition. */
    static Reward compile(RewardDefinition definition, Configuration configuration) {
        return switch (Reward.compile(definition, configuration.outcomes(), configuration.features())) {
            case Compilation.Compiled(Reward reward) -> reward;
            case Compilation.Refused refused ->
                throw new IllegalStateException("a checked configuration's rewards compile: " + refused);
        };
    }

    /** Names that are declared, in the order of the file, then others of which a version is kept. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        configuration.rewards().forEach(reward -> names.add(reward.name()));
        for (String kept : folders()) {
            if (!names.contains(kept)) {
                names.add(kept);
            }
        }
        return names;
    }

    /**
     * A reward by its name, as {@code longview.yaml} has it, or by {@code NAME@VERSION}.
     *
     * @throws Refusal when there is none, or the outcomes that it was made of are defined in another way now
     */
    public Usable require(String name) {
        int at = name.indexOf('@');
        String plain = at < 0 ? name : name.substring(0, at);
        Optional<Usable> declared = declared(plain);
        if (at < 0) {
            return declared.orElseThrow(() -> unknown(plain));
        }
        String version = name.substring(at + 1);
        return declared.filter(usable -> usable.reward().version().equals(version))
                .orElseGet(() -> recompiled(plain, version));
    }

    /** What {@code longview.yaml} declares under a name. */
    public Optional<Usable> declared(String name) {
        return configuration
                .reward(name)
                .map(definition -> new Usable(definition, compile(definition, configuration), true));
    }

    private Refusal unknown(String name) {
        Refusal refusal = Loop.unknown(
                "reward",
                name,
                configuration.rewards().stream().map(RewardDefinition::name).toList());
        List<String> kept = kept(name).stream().map(Kept::version).toList();
        return kept.isEmpty()
                ? refusal
                : new Refusal("longview.yaml has no reward '" + name + "' any more; kept are its versions "
                        + kept.stream().map(version -> name + "@" + version).collect(Collectors.joining(", ")));
    }

    private Usable recompiled(String name, String version) {
        Kept kept = kept(name, version).orElseThrow(() -> {
            List<String> versions = new ArrayList<>();
            declared(name).ifPresent(usable -> versions.add(usable.reward().version() + " (declared)"));
            kept(name).forEach(each -> versions.add(each.version()));
            return new Refusal("there is no version '" + version + "' of reward '" + name + "'; there are " + versions
                    + ". A version is kept when labels or a policy are made by it");
        });
        List<String> changed = new ArrayList<>();
        kept.outcomes().forEach((outcome, then) -> {
            Optional<String> now = configuration.outcome(outcome).map(OutcomeDefinition::canonical);
            if (!now.equals(Optional.of(then))) {
                changed.add("'" + outcome + "' was: " + then + "; is: " + now.orElse("not declared"));
            }
        });
        Compilation compilation = Reward.compile(kept.definition(), configuration.outcomes(), configuration.features());
        if (changed.isEmpty()
                && compilation instanceof Compilation.Compiled(Reward reward)
                && reward.version().equals(version)) {
            return new Usable(kept.definition(), reward, false);
        }
        throw new Refusal("reward " + name + "@" + version + " cannot be computed any more, "
                + (changed.isEmpty()
                        ? "as a feature that it reads or the language of rewards has changed since: "
                                + kept.normalised()
                        : "as outcomes that it uses are defined in another way now. "
                                + String.join(". ", changed)
                                + ". Declare them as they were, under these names, in a copy of the workspace"));
    }

    /** Keeps what a name declares now, and its parents, unless that is kept already. */
    void keep(String name) {
        declared(name).ifPresent(usable -> {
            JsonFile file = file(name, usable.reward().version());
            if (!file.exists()) {
                file.write(node(usable));
            }
            usable.definition().parent().ifPresent(this::keep);
        });
    }

    private ObjectNode node(Usable usable) {
        RewardDefinition definition = usable.definition();
        Reward reward = usable.reward();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("kind", "reward").put("name", definition.name()).put("version", reward.version());
        definition.hypothesis().ifPresent(text -> node.put("hypothesis", text));
        definition
                .parent()
                .flatMap(this::declared)
                .ifPresent(parent -> node.putObject("parent")
                        .put("name", parent.definition().name())
                        .put("version", parent.reward().version()));
        if (!definition.parts().isEmpty()) {
            ObjectNode parts = node.putObject("parts");
            definition.parts().forEach(parts::put);
        }
        node.put("is", definition.is()).put("normalised", reward.normalised());
        node.putObject("range")
                .put("low", reward.range().low())
                .put("high", reward.range().high());
        ObjectNode outcomes = node.putObject("outcomes");
        for (String outcome : reward.outcomes()) {
            outcomes.put(outcome, configuration.outcome(outcome).orElseThrow().canonical());
        }
        return node;
    }

    /** The kept versions of a name, sorted by version. */
    public List<Kept> kept(String name) {
        return JsonFile.in(workspace.rewards().resolve(name)).stream()
                .map(file -> read(name, file))
                .toList();
    }

    private Optional<Kept> kept(String name, String version) {
        return kept(name).stream()
                .filter(kept -> kept.version().equals(version))
                .findFirst();
    }

    private static Kept read(String name, JsonFile file) {
        JsonNode node = file.read("Restore it from a backup, or delete it");
        JsonNode parent = node.path("parent");
        return new Kept(
                file.stem(),
                new RewardDefinition(
                        name,
                        texts(node.path("parts")),
                        node.path("is").asText(),
                        text(node.path("hypothesis")),
                        text(parent.path("name"))),
                node.path("normalised").asText(),
                text(parent.path("version")),
                texts(node.path("outcomes")));
    }

    private static SequencedMap<String, String> texts(JsonNode node) {
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }

    private JsonFile file(String name, String version) {
        return new JsonFile(workspace.rewards().resolve(name).resolve(version + ".json"));
    }

    private List<String> folders() {
        Path folder = workspace.rewards();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
    }
}
