package dev.longview.serve.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a request is answered with. */
record Reply(int status, String type, byte[] body, Map<String, String> headers) {
    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";

    static Reply json(int status, JsonNode body) {
        return new Reply(status, JSON, bytes(body.toString()), Map.of());
    }

    static Reply text(String type, String body) {
        return new Reply(200, type, bytes(body), Map.of());
    }

    static Reply problem(int status, JsonNode body) {
        return new Reply(status, PROBLEM, bytes(body.toString()), Map.of());
    }

    Reply with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Reply(status, type, body, all);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
