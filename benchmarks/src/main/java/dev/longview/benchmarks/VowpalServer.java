package dev.longview.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Vowpal Wabbit behind the same bare server, with the same requests: a visit and its candidates in, ten items and the probability of each
 * at its position out. Nothing is checked, remembered, or written to disk.
 */
final class VowpalServer {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int SLATE = 10;
    private static final int LEARNED_FROM = 5_000;
    private static final int CANDIDATES = 100;

    private final VowpalWabbit model = new VowpalWabbit("--epsilon 0.1");
    private final String[] items;

    private VowpalServer() {
        SplittableRandom random = new SplittableRandom(1);
        items = new String[ServedLog.ITEMS];
        for (int i = 0; i < items.length; i++) {
            items[i] = String.format(
                    Locale.ROOT,
                    "|A i=%d g=%d k=%d r:%.3f",
                    i,
                    random.nextInt(8),
                    random.nextInt(2),
                    random.nextInt(120) / 120.0);
        }
        for (int n = 0; n < LEARNED_FROM; n++) {
            String[] lines = lines(
                    random.nextInt(24), random.ints(CANDIDATES, 0, items.length).toArray());
            int shown = 1 + random.nextInt(CANDIDATES);
            lines[shown] = "0:" + -random.nextInt(2) + ":" + 1.0 / CANDIDATES + " " + lines[shown];
            model.learn(lines);
        }
    }

    public static void main(String[] args) {
        VowpalServer server = new VowpalServer();
        BareServer.listen(routing -> routing.post("/v1/recommendations", server::recommend));
    }

    private void recommend(ServerRequest request, ServerResponse response) {
        response.header("Content-Type", "application/json");
        response.send(answer(request).toString());
    }

    private ObjectNode answer(ServerRequest request) {
        try {
            JsonNode visit = JSON.readTree(request.content().inputStream());
            List<Integer> candidates = new ArrayList<>();
            visit.path("candidates")
                    .forEach(item ->
                            candidates.add(Integer.parseInt(item.asText().substring("item-".length()))));
            int[] rows = candidates.stream().mapToInt(row -> row).distinct().toArray();
            String[] lines = lines(visit.path("context.hour").asInt(), rows);
            double[] probabilities;
            // The binding is for one thread at a time.
            synchronized (model) {
                probabilities = model.probabilities(lines, rows.length);
            }
            return slate(rows, probabilities);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String[] lines(int hour, int[] rows) {
        String[] lines = new String[rows.length + 1];
        lines[0] = "shared |C d=tv f=drama h:" + hour / 24.0;
        for (int i = 0; i < rows.length; i++) {
            lines[i + 1] = items[rows[i]];
        }
        return lines;
    }

    /** Without replacement, position by position. */
    private static ObjectNode slate(int[] rows, double[] probabilities) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode slate = answer.putArray("items");
        double left = 0;
        for (double each : probabilities) {
            left += each;
        }
        for (int position = 0; position < Math.min(SLATE, rows.length); position++) {
            double at = ThreadLocalRandom.current().nextDouble() * left;
            int drawn = -1;
            for (int i = 0; i < rows.length && at >= 0; i++) {
                if (probabilities[i] > 0) {
                    drawn = i;
                    at -= probabilities[i];
                }
            }
            slate.addObject()
                    .put("item", "item-" + rows[drawn])
                    .put("conditional_propensity", probabilities[drawn] / left);
            left -= probabilities[drawn];
            probabilities[drawn] = 0;
        }
        return answer;
    }
}
