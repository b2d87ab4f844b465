package dev.longview.loop;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.policy.Objective;

/** An objective in a manifest, as in the config: {@code {"regression": {}}}, {@code {"policy-value": {"cap": …, "doubly-robust": …}}}. */
final class Objectives {
    private Objectives() {}

    static ObjectNode write(Objective objective) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        switch (objective) {
            case Objective.Regression() -> node.putObject("regression");
            case Objective.PolicyValue(double cap, boolean doublyRobust) ->
                node.putObject("policy-value").put("cap", cap).put("doubly-robust", doublyRobust);
        }
        return node;
    }
}
