package dev.longview.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.policy.Exploration;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.FeatureSpace;
import dev.longview.policy.ModelBytes;
import dev.longview.policy.PolicyDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Station: a version of a policy for the time before there is anything to learn from. It knows nothing, shows all that its rules let it show
 * alike, and reads the features that the policy is declared with, so that the log has them when it is trained. Its manifest says {@code
 * cold_start}, and that it learned from no row.
 */
public final class UniformPolicy {
    private static final Exploration UNIFORM = new Exploration.EpsilonGreedy(1);

    private UniformPolicy() {}

    /**
     * Keeps it and puts it in use.
     *
     * @param asOf the moment as of which nothing had been learned, in microseconds
     * @throws Refusal when no policy of this name is declared
     */
    public static TrainedPolicy publish(Loop loop, String name, long asOf) {
        PolicyDefinition definition = loop.policy(name);
        FactorisedModel model = FactorisedModel.indifferent(
                FeatureSpace.of(definition, loop.configuration().features()));
        ObjectNode manifest = Provenance.of("policy", name, Window.asOf(asOf));
        manifest.put("cold_start", true);
        manifest.putObject("reward")
                .put("name", definition.reward())
                .put("version", loop.reward(definition.reward()).version());
        manifest.put("rules", loop.rulesOf(definition));
        PolicyTraining.declare(definition, UNIFORM, manifest);
        manifest.putObject("metrics").put("rows", 0);
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        files.put(TrainedPolicy.file(0), ModelBytes.write(model));
        Artifact artifact = loop.workspace().policies().publish(name, manifest, files);
        return new TrainedPolicy(artifact, List.of(model), UNIFORM, definition.slateSize());
    }
}
