package dev.longview.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.log.FeatureDefinition;
import dev.longview.policy.FeatureSpace;
import dev.longview.policy.PolicyDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Station: takes a model that was trained elsewhere as a version of a policy: it is checked, kept whole, and put in use. */
public final class ScorerTaking {
    private final Loop loop;

    public ScorerTaking(Loop loop) {
        this.loop = loop;
    }

    /**
     * What was taken.
     *
     * @param inputs of the model
     */
    public record Result(String policy, String file, List<String> inputs) {}

    /**
     * @param window as of which nothing is said to be known that came later: what it learned from is its maker's to know
     * @throws Refusal when the policy has no scorer, or the file is none that fits its features
     */
    public Result take(String name, Window window) {
        PolicyDefinition definition = loop.policy(name);
        Path file = loop.workspace()
                .root()
                .resolve(definition
                        .scorer()
                        .orElseThrow(() -> new Refusal("policy " + name + " has no scorer: it is trained here")));
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Refusal(file + " cannot be read: " + e, e);
        }
        List<FeatureDefinition> features =
                FeatureSpace.of(definition, loop.configuration().features()).features();
        ExternalScorer scorer = read(name, file.toString(), bytes, features);
        ObjectNode manifest = Provenance.of("policy", name, window);
        manifest.putObject("reward")
                .put("name", definition.reward())
                .put("version", loop.reward(definition.reward()).version());
        manifest.put("rules", loop.rulesOf(definition));
        manifest.set("exploration", Explorations.write(definition.exploration()));
        manifest.put("slate_size", definition.slateSize());
        RuleVersions.write(definition.rules(), manifest);
        ObjectNode node = manifest.putObject(TrainedPolicy.SCORER);
        node.put("file", String.valueOf(file.getFileName()));
        node.putPOJO("inputs", scorer.inputNames());
        ObjectNode kinds = node.putObject("features");
        features.forEach(feature -> kinds.putObject(feature.name())
                .put("kind", feature.kind().name())
                .put("size", feature.size()));
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        files.put(TrainedPolicy.SCORER_FILE, bytes);
        new RewardVersions(loop.workspace(), loop.configuration()).keep(definition.reward());
        Artifact artifact = loop.workspace().policies().publish(name, manifest, files);
        return new Result(artifact.name() + "@" + artifact.version(), file.toString(), scorer.inputNames());
    }

    static ExternalScorer read(String policy, String file, byte[] bytes, List<FeatureDefinition> features) {
        try {
            return ExternalScorer.read(bytes, features);
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            throw new Refusal("policy " + policy + ": " + file + ": " + e.getMessage(), e);
        }
    }
}
