package dev.longview.serve.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that the service answers, in one list: what is routed, and what {@code openapi.json} must describe. */
public final class Routes {
    /** Who may call. */
    public enum Access {
        /** Anybody who reaches it. */
        ANYBODY,
        /** Who has the callers' token, or the admins'. */
        CALLER,
        /** Who has the admins' token. */
        ADMIN
    }

    /**
     * A request, without HTTP.
     *
     * @param path the values of the path's parameters
     * @param body empty where none is read
     */
    record Asked(Map<String, String> path, Optional<JsonNode> body, String requestId) {
        String parameter(String name) {
            return Optional.ofNullable(path.get(name)).orElse("");
        }

        JsonNode json() {
            return body.orElseThrow();
        }
    }

    interface Handler {
        Reply answer(Asked asked);
    }

    /**
     * A route.
     *
     * @param path with its parameters in braces
     * @param bounded whether it waits its turn with the others: what tells how the service is must not
     */
    record Route(String method, String path, Access access, boolean body, boolean bounded, Handler handler) {
        static Route get(String path, Access access, Handler handler) {
            return new Route("GET", path, access, false, false, handler);
        }

        static Route post(String path, Access access, Handler handler) {
            return new Route("POST", path, access, true, true, handler);
        }

        static Route put(String path, Access access, Handler handler) {
            return new Route("PUT", path, access, true, true, handler);
        }
    }

    private final List<Route> all;

    private Routes(List<Route> all) {
        this.all = all;
    }

    static Routes of(Answers answers, Metrics metrics) {
        return new Routes(List.of(
                Route.post("/v1/recommendations", Access.CALLER, answers::recommend),
                Route.post("/v1/feedback", Access.CALLER, answers::feedback),
                Route.put("/v1/items", Access.CALLER, answers::items),
                Route.post("/v1/memberships", Access.CALLER, answers::memberships),
                Route.get("/v1/policies", Access.CALLER, answers::policies),
                new Route("POST", "/v1/policies/{name}/promote/{version}", Access.ADMIN, false, true, answers::promote),
                new Route("POST", "/v1/policies/{name}/rollback", Access.ADMIN, false, true, answers::rollBack),
                new Route("POST", "/v1/learn", Access.ADMIN, false, true, answers::learn),
                Route.post("/v1/forget", Access.ADMIN, answers::forget),
                Route.get("/v1/explain/{decision}", Access.ADMIN, answers::explain),
                Route.get("/health/live", Access.ANYBODY, asked -> answers.live()),
                Route.get("/health/ready", Access.ANYBODY, asked -> answers.ready()),
                Route.get("/metrics", Access.ANYBODY, asked -> metrics.reply()),
                Route.get("/openapi.json", Access.ANYBODY, asked -> OpenApi.json()),
                Route.get("/", Access.ANYBODY, asked -> OpenApi.page())));
    }

    List<Route> all() {
        return all;
    }
}
