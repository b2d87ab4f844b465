package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model that was trained elsewhere, behind our exploration: score = table[device][item], written as ONNX byte by byte. What it gives is
 * held against the table, and its slates against those of softmax over it.
 */
class ScorerTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final double TEMPERATURE = 0.2;
    /** ONNX's int64. */
    private static final int WHOLE = 7;
    /** ONNX's float. */
    private static final int REAL = 1;

    private static final PlantedLog LOG = new PlantedLog(1_200, 7);
    private static final String POLICY = """
          home: { reward: plays, features: [context.device], scorer: model.onnx, slate-size: 2,
                  exploration: { softmax: { temperature: %s, floor: 0.1 } } }
        """.formatted(TEMPERATURE);

    @TempDir
    private Path workspace;

    @BeforeEach
    void imported() throws IOException {
        Files.writeString(workspace.resolve("longview.yaml"), PlantedLog.config(POLICY.indent(2)));
        done("import", "events", Files.writeString(workspace.resolve("log.jsonl"), LOG.lines()));
    }

    @Test
    void recommend_byAScorerFromElsewhere_drawsAsFromItsScoresAndLogsThem() throws IOException {
        Files.write(workspace.resolve("model.onnx"), model("Gather"));
        assertThat(done("policy", "train", "home", "--as-of", "2026-01-31").out())
                .contains("took in home@", "reads context.device, item");
        StringBuilder visits = new StringBuilder();
        for (int v = 0; v < 400; v++) {
            visits.append(("{\"decision_id\": \"v%d\", \"account\": \"a\", \"member\": \"a\", \"time\":"
                            + " \"2026-02-01T00:00:00Z\", \"context.device\": %s}\n")
                    .formatted(v, v % 2 == 0 ? "\"tv\"" : "\"phone\""));
        }
        Path file = Files.writeString(workspace.resolve("visits.jsonl"), visits);
        int[] first = new int[PlantedLog.ITEMS];
        for (String line : done("recommend", "home", "--visits", file, "--as-of", "2026-02-01")
                .out()
                .lines()
                .toList()) {
            JsonNode row = JSON.readTree(line);
            int device = row.path("context.device").asText().equals("tv") ? 0 : 1;
            JsonNode top = row.path("slate").get(0);
            JsonNode second = row.path("slate").get(1);
            int item = Integer.parseInt(top.path("item").asText().substring(1));
            int next = Integer.parseInt(second.path("item").asText().substring(1));
            first[item] += device == 0 ? 1 : 0;
            assertThat(top.path("score").asDouble()).isCloseTo(score(device, item), within(1e-6));
            assertThat(top.path("conditional_propensity").asDouble())
                    .isCloseTo(probability(device, item, -1), within(1e-6));
            assertThat(second.path("conditional_propensity").asDouble())
                    .isCloseTo(probability(device, next, item), within(1e-6));
        }
        // 200 draws for the television: of each item within four standard errors of its probability.
        for (int item = 0; item < PlantedLog.ITEMS; item++) {
            double p = probability(0, item, -1);
            assertThat(first[item] / 200.0).isCloseTo(p, within(4 * Math.sqrt(p * (1 - p) / 200)));
        }
    }

    /** Nobody goes without a slate because of another's missing hour, wherever slates are written to. */
    @Test
    void recommend_visitsWithoutAFiniteScore_areSkippedAndToldOfAndTheOthersServed() throws IOException {
        Files.write(workspace.resolve("model.onnx"), modelOfTheHour());
        Files.writeString(
                workspace.resolve("longview.yaml"),
                PlantedLog.config(POLICY.replace("[context.device]", "[context.device, context.hour]")
                                .indent(2))
                        .replace(
                                "{ context.device: categorical }",
                                "{ context.device: categorical, context.hour: numeric }"));
        done("policy", "train", "home", "--as-of", "2026-01-31");
        StringBuilder visits = new StringBuilder();
        for (int v = 0; v < 15; v++) {
            visits.append(("{\"decision_id\": \"v%d\", \"account\": \"a\", \"member\": \"a\", \"time\":"
                            + " \"2026-02-01T00:00:00Z\", \"context.device\": \"tv\", \"context.hour\": %s}\n")
                    .formatted(v, v % 5 == 0 ? "20" : "null"));
        }
        Path file = Files.writeString(workspace.resolve("visits.jsonl"), visits);
        for (String kind : List.of("jsonl", "parquet")) {
            Path slates = workspace.resolve("slates." + kind);
            CommandLineRun run =
                    run("recommend", "home", "--visits", file, "--as-of", "2026-02-01", "--out", slates, "--log");
            assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(Exit.NEGATIVE);
            assertThat(run.out())
                    .contains(
                            "skipped: no slate can be drawn, 12 visits",
                            "decision v1: policy home@",
                            "its model gives the score NaN",
                            "  and 2 more",
                            "in the log as segment")
                    .doesNotContain("decision v0:", "decision v14:");
            assertThat(slates).isNotEmptyFile();
        }
        assertThat(Files.readAllLines(workspace.resolve("slates.jsonl")))
                .extracting(line -> JSON.readTree(line).path("decision_id").asText())
                .containsExactly("v0", "v5", "v10");
    }

    /** The table is that of the truth: its value is known, and the log's intervals cover it. */
    @Test
    void evaluate_aScorerFromElsewhere_coversItsTrueValue() throws IOException {
        Files.write(workspace.resolve("model.onnx"), model("Gather"));
        Files.writeString(
                workspace.resolve("longview.yaml"),
                PlantedLog.config(
                        POLICY.replace("slate-size: 2", "slate-size: 1").indent(2)));
        done("policy", "train", "home", "--as-of", "2026-01-31");
        CommandLineRun run = done("evaluate", "home", "--json");
        JsonNode result = JSON.readTree(run.out());
        double truth = 0;
        for (PlantedLog.Row row : LOG.rows()) {
            for (int item = 0; item < row.candidates(); item++) {
                truth += probability(row.device(), item, -1, row.candidates())
                        * PlantedLog.chance(item, row.device())
                        / LOG.rows().size();
            }
        }
        JsonNode lines = result.path("expected").path("lines");
        JsonNode best = lines.get(lines.size() - 1).path("result");
        double margin = (best.path("high").asDouble() - best.path("low").asDouble()) / 2;
        assertThat(best.path("value").asDouble()).isCloseTo(truth, within(2 * margin));
        assertThat(margin).isBetween(0.001, 0.3);
        assertThat(result.path("notes").toString()).contains("was trained elsewhere");
    }

    @Test
    void train_fileThatDoesNotFit_isRefusedByWhatIsWrong() throws IOException {
        assertThat(refused("policy", "train", "home")).contains("model.onnx cannot be read");
        Files.write(workspace.resolve("model.onnx"), model("Celu"));
        assertThat(refused("policy", "train", "home")).contains("operators that are not known here: Celu");
        Files.writeString(workspace.resolve("model.onnx"), "no model");
        assertThat(refused("policy", "train", "home")).contains("not an ONNX file");
        Files.write(workspace.resolve("model.onnx"), model("Gather"));
        Files.writeString(
                workspace.resolve("longview.yaml"),
                PlantedLog.config(POLICY.replace("[context.device]", "[]").indent(2)));
        assertThat(refused("policy", "train", "home"))
                .contains("its input 'context.device' is none of the policy's features: item");
        assertThat(refused("policy", "tune", "home")).contains("nothing is trained here");
    }

    @Test
    void otherCommands_onAScorer_sayWhatTheyNeed() throws IOException {
        Files.write(workspace.resolve("model.onnx"), model("Gather"));
        done("policy", "train", "home", "--as-of", "2026-01-31");
        assertThat(refused("policy", "explain", "home", "--decision", "d3"))
                .contains("come from an ONNX model", "need a policy that is trained here");
        assertThat(refused("policy", "export", "home", "--to", workspace.resolve("out")))
                .contains("come from an ONNX model");
        assertThat(refused("serve", "--policy", "home", "--port", "0"))
                .contains("a service does not run yet", "longview recommend home");
        Files.writeString(
                workspace.resolve("longview.yaml"),
                PlantedLog.config(POLICY.replace("softmax: { temperature: 0.2, floor: 0.1 }", "ensemble: {}")
                        .indent(2)));
        CommandLineRun check = run("config", "check");
        assertThat(check.out() + check.err()).contains("has a scorer, which is one model");
    }

    /** What was trained elsewhere is in use, and from now on the policy is trained here. */
    @Test
    void update_afterAScorerFromElsewhere_comparesNoScoresAndSaysSo() throws IOException {
        Files.write(workspace.resolve("model.onnx"), model("Gather"));
        done("policy", "train", "home", "--as-of", "2026-01-31");
        Files.writeString(
                workspace.resolve("longview.yaml"),
                PlantedLog.config(POLICY.replace("scorer: model.onnx, ", "").indent(2)));
        CommandLineRun update = run("update", "home", "--as-of", "2026-01-31");
        assertThat(update.exit()).as(update.err()).isIn(Exit.DONE, Exit.REFUSED);
        assertThat(update.out() + update.err())
                .contains("was trained elsewhere: its scores cannot be compared")
                .doesNotContain("defect");
    }

    @Test
    void baselineOrColdStart_ofAScorerFromElsewhere_isRefused() throws IOException {
        assertThat(refused("serve", "--policy", "home", "--port", "0", "--cold-start"))
                .contains("a service does not run yet");
        Files.write(workspace.resolve("model.onnx"), model("Gather"));
        done("policy", "train", "home", "--as-of", "2026-01-31");
        String careful = "    careful: { reward: plays, features: [context.device], slate-size: 2, exploration: {"
                + " epsilon-greedy: { epsilon: 0.2 } }, guard: { baseline: home, at-least: 0.5 } }\n";
        Files.writeString(workspace.resolve("longview.yaml"), PlantedLog.config(POLICY.indent(2) + careful));
        assertThat(refused("policy", "train", "careful")).contains("cannot become part of another policy");
    }

    @Test
    void train_valuesThatStandTwice_areRefused() throws IOException {
        String once = new String(model("Gather"), StandardCharsets.ISO_8859_1);
        for (String wrong : List.of("\"tv\",\"tv\",\"a\"", "\"tv\",\"a\",null")) {
            String other = once.replace("\"tv\", \"phone\"", wrong);
            assertThat(other).hasSameSizeAs(once).isNotEqualTo(once);
            Files.write(workspace.resolve("model.onnx"), other.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(refused("policy", "train", "home"))
                    .contains("longview.values.context.device must be a JSON list of texts, each once");
        }
    }

    private static double score(int device, int item) {
        return (float) PlantedLog.chance(item, device);
    }

    /** Softmax with a floor, then renormalised over what is left. */
    private static double probability(int device, int item, int gone) {
        return probability(device, item, gone, PlantedLog.ITEMS);
    }

    private static double probability(int device, int item, int gone, int candidates) {
        double[] p = new double[candidates];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp(score(device, i) / TEMPERATURE);
            sum += p[i];
        }
        for (int i = 0; i < p.length; i++) {
            p[i] = 0.9 * p[i] / sum + 0.1 / p.length;
        }
        return p[item] / (1 - (gone < 0 ? 0 : p[gone]));
    }

    /**
     * Gather(table, device · 11 + item): the place of an unknown item is the eleventh.
     *
     * @param operator in place of Gather
     */
    private static byte[] model(String operator) {
        return model(new Message()
                .add(1, node("Mul", "row", "context.device", "eleven"))
                .add(1, node("Add", "place", "row", "item"))
                .add(1, node(operator, "score", "table", "place"))
                .add(11, input("context.device", WHOLE))
                .add(11, input("item", WHOLE)));
    }

    /** The same table plus the hour, which is not told where it is missing. */
    private static byte[] modelOfTheHour() {
        return model(new Message()
                .add(1, node("Mul", "row", "context.device", "eleven"))
                .add(1, node("Add", "place", "row", "item"))
                .add(1, node("Gather", "of-table", "table", "place"))
                .add(1, node("Add", "score", "of-table", "context.hour"))
                .add(11, input("context.device", WHOLE))
                .add(11, input("context.hour", REAL))
                .add(11, input("item", WHOLE)));
    }

    /** @param graph that reads the table, and the eleven */
    private static byte[] model(Message graph) {
        float[] table = new float[2 * 11];
        for (int device = 0; device < 2; device++) {
            for (int item = 0; item < PlantedLog.ITEMS; item++) {
                table[device * 11 + item] = (float) score(device, item);
            }
        }
        ByteBuffer floats = ByteBuffer.allocate(4 * table.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : table) {
            floats.putFloat(value);
        }
        ByteBuffer eleven =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(11);
        String items = IntStream.range(0, PlantedLog.ITEMS)
                .mapToObj(i -> "\"i" + i + "\"")
                .toList()
                .toString();
        graph.add(5, tensor("table", REAL, table.length, floats.array()))
                .add(5, tensor("eleven", WHOLE, 1, eleven.array()))
                .add(12, new Message().add(1, "score"));
        return new Message()
                .add(7, graph)
                .add(14, entry("longview.values.context.device", "[\"tv\", \"phone\"]"))
                .add(14, entry("longview.values.item", items))
                .bytes();
    }

    private static Message node(String operator, String output, String... inputs) {
        Message node = new Message();
        for (String input : inputs) {
            node.add(1, input);
        }
        return node.add(2, output).add(4, operator);
    }

    private static Message tensor(String name, int type, int length, byte[] raw) {
        return new Message().add(1, length).add(2, type).add(8, name).add(9, raw);
    }

    private static Message input(String name, int type) {
        Message shape = new Message().add(1, new Message());
        Message tensor = new Message().add(1, type).add(2, shape);
        return new Message().add(1, name).add(2, new Message().add(1, tensor));
    }

    private static Message entry(String key, String value) {
        return new Message().add(1, key).add(2, value);
    }

    /** Writes Protocol Buffers. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message add(int field, int number) {
            varint(field << 3);
            varint(number);
            return this;
        }

        Message add(int field, String text) {
            return add(field, text.getBytes(StandardCharsets.UTF_8));
        }

        Message add(int field, Message message) {
            return add(field, message.bytes());
        }

        Message add(int field, byte[] bytes) {
            varint(field << 3 | 2);
            varint(bytes.length);
            out.writeBytes(bytes);
            return this;
        }

        private void varint(int value) {
            int rest = value;
            while (rest > 127) {
                out.write((rest & 0x7F) | 0x80);
                rest >>>= 7;
            }
            out.write(rest);
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }

    private String refused(Object... arguments) {
        CommandLineRun run = run(arguments);
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(Exit.REFUSED);
        return run.err();
    }

    private CommandLineRun done(Object... arguments) {
        CommandLineRun run = run(arguments);
        assertThat(run.exit()).as(run.err() + run.out()).isZero();
        return run;
    }

    private CommandLineRun run(Object... arguments) {
        return CommandLineRun.in(workspace, arguments);
    }
}
