package dev.longview.serve.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.loop.Refusal;
import dev.longview.serve.Problem;
import dev.longview.serve.Wrong;
import dev.longview.serve.journal.Refused;
import java.util.List;

/** What went wrong, as RFC 9457 spells it, with the place of each problem in the request as a JSON pointer. */
final class Problems {
    private Problems() {}

    /** A request that is turned away before it is looked at. */
    static final class TurnedAway extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        TurnedAway(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    static Reply reply(RuntimeException failure, String request) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case Wrong wrong -> reply(400, "the request cannot be done as asked", wrong.problems(), request);
            case TurnedAway away -> away(away, message, request);
            case Refused refused -> {
                int status = refused.why() == Refused.Why.FULL_QUEUE ? 429 : 503;
                yield reply(status, message, List.of(), request).with("Retry-After", "1");
            }
            case Refusal refusal -> reply(409, message, List.of(), request);
            default ->
                reply(
                        500,
                        "the service failed; this is a defect of it, and its log tells more under this request id",
                        List.of(),
                        request);
        };
    }

    private static Reply away(TurnedAway away, String message, String request) {
        Reply reply = reply(away.status(), message, List.of(), request);
        return switch (away.status()) {
            case 401 -> reply.with("WWW-Authenticate", "Bearer");
            case 429, 503 -> reply.with("Retry-After", "1");
            // What is left of the body nobody reads.
            case 413 -> reply.with("Connection", "close");
            default -> reply;
        };
    }

    private static Reply reply(int status, String title, List<Problem> problems, String request) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("title", title).put("status", status).put("request_id", request);
        if (!problems.isEmpty()) {
            body.set("problems", list(problems));
        }
        return Reply.problem(status, body);
    }

    static ArrayNode list(List<Problem> problems) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        problems.forEach(problem -> list.addObject().put("at", problem.at()).put("message", problem.message()));
        return list;
    }
}
