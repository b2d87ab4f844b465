package dev.longview.serve.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The description of the interface, and a page that shows it. */
final class OpenApi {
    private OpenApi() {}

    static Reply json() {
        return Reply.text(Reply.JSON, resource("openapi.json"));
    }

    static Reply page() {
        return Reply.text("text/html; charset=utf-8", resource("page.html"))
                .with(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src"
                                + " 'self'");
    }

    private static String resource(String name) {
        try (InputStream in = OpenApi.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }
}
