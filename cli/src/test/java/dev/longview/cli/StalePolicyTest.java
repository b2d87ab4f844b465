package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service whose members change their minds: until the tenth day the first of six items is played by 60%, then by 5%, and the last one
 * the other way round. Served uniformly; a policy's value by chance is what its draws would be played by.
 */
class StalePolicyTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int ITEMS = 6;
    private static final int DAYS = 18;
    private static final int TURN = 10;
    private static final int DAILY = 150;
    private static final double EPSILON = 0.12;

    private static final String CONFIG = """
        lateness: 1h
        features: {}
        feedback: { play: {} }
        outcomes:
          played: { of: play, as: occurred, final-after: 1h }
        rewards:
          ctr: { is: "played ? 1 : 0" }
        serving: { gate: { fewest: 100 } }
        policies:
          home: { reward: ctr, features: [], slate-size: 1, exploration: { epsilon-greedy: { epsilon: 0.12 } } }
        """;

    @TempDir
    Path folder;

    private static double chance(int day, int item) {
        int best = day < TURN ? 0 : ITEMS - 1;
        int worst = day < TURN ? ITEMS - 1 : 0;
        return item == best ? 0.6 : item == worst ? 0.05 : 0.3;
    }

    @Test
    void update_afterTheWorldHasTurned_recoversWhatYesterdaysPolicyLost() throws IOException {
        Path workspace = Files.createDirectory(folder.resolve("w"));
        Files.writeString(workspace.resolve("longview.yaml"), CONFIG);
        write(workspace);

        done(CommandLineRun.of("policy", "train", "home", "-w", workspace, "--as-of", day(TURN)));
        // The members have turned, and the policy has not heard of it. Three days later it has.
        JsonNode stale = value(workspace);
        String[] since = {"--as-of", day(TURN + 3), "--decided-from", day(TURN), "--judge-days", "3"};
        // A policy that orders items the other way round is kept for a person to look at, as it is when something is
        // broken.
        CommandLineRun kept = update(workspace, since);
        assertThat(kept.exit()).isEqualTo(Exit.NEGATIVE);
        assertThat(kept.out()).contains("FAILED  score drift");
        assertThat(value(workspace).path("policy").asText())
                .isEqualTo(stale.path("policy").asText());
        done(update(
                workspace,
                Stream.concat(Stream.of(since), Stream.of("--least-agreement", "-1"))
                        .toArray(String[]::new)));
        JsonNode fresh = value(workspace);

        double ofOthers = 0.3 * (ITEMS - 2) / ITEMS;
        double best = 0.6 * (1 - EPSILON + EPSILON / ITEMS) + EPSILON * (ofOthers + 0.05 / ITEMS);
        double worst = 0.05 * (1 - EPSILON + EPSILON / ITEMS) + EPSILON * (ofOthers + 0.6 / ITEMS);
        // 750 decisions judged: an error of about 0.05 of what IPS makes of the best item, and 0.02 of the worst.
        assertThat(ips(stale)).isCloseTo(worst, within(0.1));
        assertThat(ips(fresh)).isCloseTo(best, within(0.15));
        assertThat(fresh.path("policy").asText())
                .isNotEqualTo(stale.path("policy").asText());
    }

    private static double ips(JsonNode evaluated) {
        JsonNode line = evaluated.path("expected").path("lines").get(1);
        assertThat(line.path("estimator").asText()).isEqualTo("ips");
        return line.path("result").path("value").asDouble();
    }

    private static CommandLineRun update(Path workspace, String... options) {
        List<Object> all = new ArrayList<>(List.of("update", "home", "-w", workspace));
        all.addAll(List.of(options));
        return CommandLineRun.of(all.toArray());
    }

    /** On the days after both were trained. */
    private static JsonNode value(Path workspace) throws IOException {
        CommandLineRun run =
                CommandLineRun.of("evaluate", "home", "-w", workspace, "--json", "--decided-from", day(TURN + 3));
        assertThat(run.exit()).as(run.out() + run.err()).isIn(Exit.DONE, Exit.NEGATIVE);
        return JSON.readTree(run.out());
    }

    private void write(Path workspace) throws IOException {
        SplittableRandom random = new SplittableRandom(20260101);
        List<String> decisions = new ArrayList<>();
        List<String> events = new ArrayList<>();
        List<String> items = new ArrayList<>();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < ITEMS; i++) {
            items.add("{\"item\": \"t" + i + "\", \"valid_from\": \"" + START + "\", \"received\": \"" + START + "\"}");
            all.append(i == 0 ? "" : ", ").append("\"t").append(i).append('"');
        }
        for (int n = 0; n < DAYS * DAILY; n++) {
            Instant time = START.plusSeconds(n * 86_400L / DAILY);
            int item = random.nextInt(ITEMS);
            String member = "m" + random.nextInt(400);
            decisions.add("{\"decision_id\": \"d" + n + "\", \"member\": \"" + member + "\", \"account\": \"" + member
                    + "\", \"time\": \"" + time + "\", \"received\": \"" + time
                    + "\", \"usable_off_policy\": true, \"policy\": \"uniform\", \"candidates\": [" + all
                    + "], \"slate\": [{\"item\": \"t" + item + "\", \"conditional_propensity\": " + 1.0 / ITEMS
                    + ", \"marginal_propensity\": " + 1.0 / ITEMS + "}]}");
            if (random.nextDouble() < chance(n / DAILY, item)) {
                events.add("{\"event_id\": \"e" + n + "\", \"decision_id\": \"d" + n + "\", \"member\": \"" + member
                        + "\", \"item\": \"t" + item + "\", \"kind\": \"play\", \"time\": \"" + time.plusSeconds(60)
                        + "\", \"received\": \"" + time.plusSeconds(60) + "\"}");
            }
        }
        Path file = folder.resolve("rows.jsonl");
        for (var table : List.of(
                java.util.Map.entry("items", items),
                java.util.Map.entry("decisions", decisions),
                java.util.Map.entry("feedback", events))) {
            Files.write(file, table.getValue());
            done(CommandLineRun.of("import", "events", file, "--table", table.getKey(), "-w", workspace));
        }
    }

    private static String day(int day) {
        return START.plusSeconds(day * 86_400L).toString();
    }

    private static void done(CommandLineRun run) {
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(Exit.DONE);
    }
}
