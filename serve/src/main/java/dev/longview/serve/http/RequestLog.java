package dev.longview.serve.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.function.Consumer;

/** A line of JSON for each request that failed, took long, or, when asked for, at all. Never what was in it. */
final class RequestLog {
    private static final long SLOW_NANOS = 1_000_000_000;

    private final Consumer<String> out;
    private final boolean all;

    RequestLog(Consumer<String> out, boolean all) {
        this.out = out;
        this.all = all;
    }

    void request(String id, String method, String route, int status, long nanos, Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        write(id, method, route, status, nanos, trace.toString());
    }

    void request(String id, String method, String route, int status, long nanos) {
        if (all || status >= 500 || nanos > SLOW_NANOS) {
            write(id, method, route, status, nanos, "");
        }
    }

    private void write(String id, String method, String route, int status, long nanos, String failure) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("at", Instant.now().toString());
        line.put("request_id", id);
        line.put("method", method);
        line.put("route", route);
        line.put("status", status);
        line.put("millis", nanos / 1e6);
        if (!failure.isEmpty()) {
            line.put("failure", failure);
        }
        out.accept(line.toString());
    }
}
