package dev.longview.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.experiment.LearnsFrom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServingTest {
    private static final String POLICIES = """
        rewards: { one: { is: "1" } }
        policies:
          a: { reward: one, features: [] }
          b: { reward: one, features: [] }
        """;

    private static Reading read(String serving) {
        return ConfigFile.read(POLICIES + serving);
    }

    private static ServingDefinition serving(String text) {
        return switch (read(text)) {
            case Reading.Checked(Configuration configuration) -> configuration.serving();
            case Reading.Refused refused -> throw new AssertionError(refused.render("longview.yaml"));
        };
    }

    @Test
    void read_everyKey_isKept() {
        ServingDefinition serving = serving("""
            serving:
              host: 0.0.0.0
              port: 9000
              tls: { certificate: c.pem, key: k.pem }
              token-file: t
              admin-token-file: at
              policy: b
              cold-start: true
              experiments: false
              holdout: { share: 0.1, policy: a, learns-from: all }
              seed: 7
              clock: events
              log-requests: true
              limits: { body: 1, rows: 2, requests: 3, idle: 4s, waiting: 5, unsealed: 6, ids: 7, ids-of: 8d }
              learning: { enabled: true, every: 5s, window: 7d, fit-every: 0s, memory: 128 }
              gate: { off-policy: false, decisions: 10, fewest: 11, floor: 0.5, drift: 3, least-agreement: 0.25 }
            """);
        assertThat(serving)
                .isEqualTo(new ServingDefinition(
                        "0.0.0.0",
                        9000,
                        Optional.of(new ServingDefinition.Tls("c.pem", "k.pem")),
                        Optional.of("t"),
                        Optional.of("at"),
                        Optional.of("b"),
                        true,
                        false,
                        Optional.of(new ServingDefinition.Holdout(0.1, "a", LearnsFrom.ALL)),
                        7,
                        true,
                        true,
                        new ServingDefinition.Limits(
                                1024, 2, 3, Duration.ofSeconds(4), 5, 6L << 20, 7, Duration.ofDays(8)),
                        new ServingDefinition.Learning(
                                true, Duration.ofSeconds(5), Duration.ofDays(7), Duration.ZERO, 128L << 20),
                        new ServingDefinition.Gate(false, 10, 11, 0.5, 3, 0.25)));
    }

    @Test
    void read_nothing_isWhatTheTemplatesShow() {
        for (String name : Templates.names()) {
            String template = Templates.text(name).orElseThrow();
            List<String> shown = template.substring(template.indexOf("# serving:"))
                    .lines()
                    .map(line -> line.substring(2))
                    // Those of files, and the policies: without them there are none.
                    .filter(line -> !line.matches("  (tls|token-file|admin-token-file|policy|holdout):.*"))
                    .toList();
            assertThat(serving(String.join("\n", shown))).as(name).isEqualTo(serving(""));
        }
        assertThat(serving("").port()).isEqualTo(8321);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "policy: c | unknown policy 'c'",
                "holdout: { share: 0.1, policy: c } | unknown policy 'c'",
                "holdout: { share: 1, policy: a } | 1 is out of range",
                "port: 70000 | 70000 is out of range",
                "tls: { certificate: c.pem } | 'key' is missing",
                "clock: sundial | unknown clock 'sundial'",
                "learning: { every: 1s } | 1s is out of range",
                "limits: { bodies: 3 } | unknown key 'bodies'"
            })
    void read_mistake_isTold(String serving, String message) {
        assertThat(read("serving: { " + serving + " }"))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused -> assertThat(refused.render("longview.yaml")).contains(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"serving:", "serving: {}"})
    void read_emptySection_isTheDefault(String text) {
        assertThat(serving(text)).isEqualTo(serving(""));
    }
}
