package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.engine.Selection;
import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import dev.longview.log.Table;
import dev.longview.loop.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy that reads how often members have played: those with even numbers play what they are shown of half the items, others seldom. */
class RecommendMembersTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant AS_OF = Instant.parse("2026-01-06T00:00:00Z");
    private static final int ITEMS = 6;
    private static final int MEMBERS = 20;
    private static final int DECISIONS = 1_500;

    private static final String CONFIG = """
        lateness: 1h
        features: {}
        feedback: { play: {} }
        history:
          member.plays: { of: play, as: count, over: 2d }
        outcomes:
          played: { of: play, as: occurred, final-after: 1h }
        rewards:
          ctr: { is: "played ? 1 : 0" }
        policies:
          home:
            reward: ctr
            features: [member.plays]
            slate-size: 2
            exploration: { softmax: { temperature: 0.1, floor: 0.1 } }
          plain: { reward: ctr, features: [] }
        """;

    @TempDir
    Path folder;

    private final int[] plays = new int[MEMBERS];

    @Test
    void members_withoutTheirHistories_areServedAsIfTheyHadBroughtThem() throws IOException {
        Path workspace = trained();
        assertThat(plays).contains(0);

        String computed = recommend(workspace, "member", m -> "m" + m);
        String brought = recommend(workspace, "member,member.plays", m -> "m" + m + "," + plays[m]);
        String wrong = recommend(workspace, "member,member.plays", m -> "m" + m + "," + (40 - plays[m]));

        assertThat(computed.lines()).hasSize(MEMBERS);
        assertThat(computed).isEqualTo(brought);
        assertThat(computed).isNotEqualTo(wrong);
        // Who reads no history needs none, whenever its members come.
        done(CommandLineRun.of("policy", "train", "plain", "-w", workspace, "--as-of", AS_OF));
        Path earlier = Files.writeString(folder.resolve("earlier.csv"), "member,time\nm1,2026-01-05T00:00:00Z\n");
        done(CommandLineRun.of("recommend", "plain", "-w", workspace, "--members", earlier, "--as-of", AS_OF));
    }

    @Test
    void members_beforeTheMoment_areSkippedUnlessTheyBringTheirHistories() throws IOException {
        Path workspace = trained();
        Path file = Files.writeString(
                folder.resolve("members.csv"),
                "member,time,member.plays\nm1,2026-01-05T00:00:00Z,\nm2,2026-01-05T00:00:00Z,3\nm3,,\n");
        CommandLineRun run =
                CommandLineRun.of("recommend", "home", "-w", workspace, "--members", file, "--as-of", AS_OF);
        assertThat(run.exit()).isEqualTo(Exit.NEGATIVE);
        assertThat(run.out()).contains("\"m2\"", "\"m3\"").doesNotContain("\"m1\"");
        assertThat(run.err()).contains("2026-01-05T00:00:00Z", "leave the time out", "member.plays");
    }

    /** The same members tomorrow are other decisions: those of today stay. */
    @Test
    void log_sameMembersAtALaterMoment_keepsTheDecisionsOfBoth() throws IOException {
        Path workspace = plain();
        Path members = Files.writeString(folder.resolve("members.csv"), "member\nm1\nm2\nm3\n");
        Instant tomorrow = AS_OF.plusSeconds(86_400);
        done(logged(workspace, members, AS_OF));
        List<String> today = decisions(workspace, AS_OF);
        assertThat(today).hasSize(3);

        done(logged(workspace, members, tomorrow));
        List<String> both = decisions(workspace, AS_OF);
        done(logged(workspace, members, AS_OF));
        done(logged(workspace, members, tomorrow));

        assertThat(both).hasSize(6).startsWith(today.toArray(String[]::new));
        assertThat(decisions(workspace, AS_OF)).isEqualTo(both);
    }

    /** One decision with a slate of both would be learned from with the wrong propensities. */
    @Test
    void log_sameMembersAtTheSameMomentAnsweredOtherwise_isRefusedUnlessTheyAreSomewhereElse() throws IOException {
        Path workspace = plain();
        Path members = Files.writeString(folder.resolve("members.csv"), "member\nm1\nm2\n");
        done(logged(workspace, members, AS_OF));
        List<String> first = decisions(workspace, AS_OF);
        Path out = folder.resolve("slates.jsonl");

        CommandLineRun again = logged(workspace, members, AS_OF, "--seed", 1, "--out", out);
        assertThat(again.exit()).as(again.out() + again.err()).isEqualTo(Exit.REFUSED);
        assertThat(again.err())
                .contains("is in the log already", "in segment recommend-", "a surface or a decision_id");
        assertThat(decisions(workspace, AS_OF)).isEqualTo(first);
        assertThat(out).doesNotExist();

        Path elsewhere = Files.writeString(folder.resolve("email.csv"), "member,surface\nm1,email\nm2,email\n");
        done(logged(workspace, elsewhere, AS_OF, "--seed", 1));
        assertThat(decisions(workspace, AS_OF)).hasSize(4).containsAll(first);
        // More members, the others as they were answered before.
        Path more = Files.writeString(folder.resolve("more.csv"), "member\nm1\nm2\nm3\n");
        done(logged(workspace, more, AS_OF));
    }

    /** The same policy, seed and candidates, and other scores: the slates differ, or at least their chances. */
    @Test
    void log_sameMembersWithOtherFeatures_isRefusedInOneFileAsInTwo() throws IOException {
        Path workspace = trained();
        Path none = Files.writeString(folder.resolve("none.csv"), "member,member.plays\nm1,0\n");
        Path many = Files.writeString(folder.resolve("many.csv"), "member,member.plays\nm1,9\n");
        Path both = Files.writeString(folder.resolve("both.csv"), "member,member.plays\nm1,0\nm1,9\n");
        CommandLineRun twice = home(workspace, both);
        assertThat(twice.exit()).as(twice.out() + twice.err()).isEqualTo(Exit.REFUSED);
        assertThat(twice.err()).contains("twice among these");
        done(home(workspace, none));
        List<String> first = decisions(workspace, AS_OF);
        CommandLineRun again = home(workspace, many);
        assertThat(again.exit()).as(again.out() + again.err()).isEqualTo(Exit.REFUSED);
        assertThat(again.err()).contains("is in the log already");
        assertThat(decisions(workspace, AS_OF)).hasSize(1).isEqualTo(first);
        done(home(workspace, none));
    }

    private static CommandLineRun home(Path workspace, Path members) {
        return CommandLineRun.of("recommend", "home", "-w", workspace, "--members", members, "--as-of", AS_OF, "--log");
    }

    @Test
    void log_membersNotInTheOrderOfTheirTimes_haveTheirCandidatesAsOfThen() throws IOException {
        Path workspace = plain();
        Path members = Files.writeString(folder.resolve("members.csv"), """
            member,time
            m1,2026-01-06T03:00:00Z
            m2,2026-01-06T01:00:00Z
            m3,2026-01-06T02:00:00Z
            """);
        done(logged(workspace, members, AS_OF));
        try (DuckDbEngine engine = DuckDbEngine.open(new Workspace(workspace).log(), DuckDbOptions.withDefaults())) {
            long first = micros(Instant.parse("2026-01-06T01:00:00Z"));
            assertThat(engine.candidateSets(first - 1).size()).isZero();
            assertThat(engine.candidateSets(first).size()).isEqualTo(1);
        }
    }

    private static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    private static CommandLineRun logged(Path workspace, Path members, Instant asOf, Object... more) {
        List<Object> command = new ArrayList<>(List.of("recommend", "plain", "-w", workspace, "--members", members));
        command.addAll(List.of("--as-of", asOf, "--log"));
        command.addAll(List.of(more));
        return CommandLineRun.of(command.toArray());
    }

    /** What the log received from a moment on: time and id. */
    private static List<String> decisions(Path workspace, Instant from) {
        List<String> decisions = new ArrayList<>();
        try (DuckDbEngine engine = DuckDbEngine.open(new Workspace(workspace).log(), DuckDbOptions.withDefaults())) {
            engine.rows(Table.DECISIONS, List.of(), Selection.received(micros(from), Long.MAX_VALUE - 1), rows -> {
                for (int row = 0; row < rows.size(); row++) {
                    decisions.add(rows.longs("time")[row] + " "
                            + rows.texts("decision_id").text(row));
                }
            });
        }
        return decisions;
    }

    private Path plain() throws IOException {
        Path workspace = workspace();
        done(CommandLineRun.of("policy", "train", "plain", "-w", workspace, "--as-of", AS_OF));
        return workspace;
    }

    private Path workspace() throws IOException {
        Path workspace = Files.createDirectory(folder.resolve("w"));
        Files.writeString(workspace.resolve("longview.yaml"), CONFIG);
        write(workspace);
        return workspace;
    }

    private Path trained() throws IOException {
        Path workspace = workspace();
        done(CommandLineRun.of("policy", "train", "home", "-w", workspace, "--as-of", AS_OF));
        return workspace;
    }

    private String recommend(Path workspace, String header, IntFunction<String> line) throws IOException {
        List<String> lines = new ArrayList<>(List.of(header));
        for (int m = 0; m < MEMBERS; m++) {
            lines.add(line.apply(m));
        }
        Path file = Files.write(folder.resolve("members.csv"), lines);
        CommandLineRun run =
                CommandLineRun.of("recommend", "home", "-w", workspace, "--members", file, "--as-of", AS_OF);
        done(run);
        return run.out();
    }

    private void write(Path workspace) throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        List<String> decisions = new ArrayList<>();
        List<String> events = new ArrayList<>();
        List<String> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            items.add("{\"item\": \"t" + i + "\", \"valid_from\": \"" + START + "\", \"received\": \"" + START + "\"}");
        }
        for (int n = 0; n < DECISIONS; n++) {
            Instant time = START.plusSeconds(n * 5L * 86_400L / DECISIONS);
            int item = random.nextInt(ITEMS);
            int m = random.nextInt(MEMBERS);
            decisions.add("""
                {"decision_id": "d%d", "member": "m%d", "account": "m%d", "time": "%s", "received": "%s", \
                "usable_off_policy": true, "policy": "uniform", "slate": [{"item": "t%d", \
                "conditional_propensity": %s, "marginal_propensity": %s}]}\
                """.formatted(n, m, m, time, time, item, 1.0 / ITEMS, 1.0 / ITEMS));
            double chance = m % 2 == 0 ? (item < ITEMS / 2 ? 0.9 : 0.02) : (item < ITEMS / 2 ? 0 : 0.03);
            // The last event of the log is received too late to be known.
            Instant received = time.plusSeconds(n % 10 == 0 ? 3_000 : 60);
            if (random.nextDouble() < chance) {
                Instant happened = time.plusSeconds(30);
                events.add("""
                    {"event_id": "e%d", "decision_id": "d%d", "member": "m%d", "item": "t%d", "kind": "play", \
                    "time": "%s", "received": "%s"}\
                    """.formatted(n, n, m, item, happened, received));
                boolean counts = !received.isAfter(AS_OF) && !happened.isBefore(AS_OF.minusSeconds(2 * 86_400L));
                plays[m] += counts ? 1 : 0;
            }
        }
        Path file = folder.resolve("rows.jsonl");
        for (var table :
                List.of(Map.entry("items", items), Map.entry("decisions", decisions), Map.entry("feedback", events))) {
            Files.write(file, table.getValue());
            done(CommandLineRun.of("import", "events", file, "--table", table.getKey(), "-w", workspace));
        }
    }

    private static void done(CommandLineRun run) {
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(Exit.DONE);
    }
}
