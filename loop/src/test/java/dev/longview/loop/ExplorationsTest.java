package dev.longview.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.longview.policy.Exploration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplorationsTest {
    @Test
    void read_whatWasWritten_isTheSameExploration() {
        Exploration ensemble = new Exploration.Ensemble(7, 0.25);
        Exploration squareCb = new Exploration.SquareCb(123.456789, 0.1);
        for (Exploration exploration : List.of(
                new Exploration.EpsilonGreedy(0.3),
                new Exploration.Softmax(0.01, 0.2),
                new Exploration.Thompson(0.15),
                squareCb,
                ensemble,
                new Exploration.Guarded(ensemble, new Exploration.Guarded(squareCb, ensemble, 1), 0.6))) {
            assertThat(Explorations.read(Explorations.write(exploration))).isEqualTo(exploration);
        }
    }

    @Test
    void read_anotherExploration_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Explorations.read(JsonNodeFactory.instance.objectNode().put("best", 1)))
                .withMessageContaining("square-cb");
    }
}
