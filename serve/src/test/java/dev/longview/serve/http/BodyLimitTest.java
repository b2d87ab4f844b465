package dev.longview.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.serve.StationOptions;
import dev.longview.serve.learn.LearnOptions;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyLimitTest {
    private static final String EVENT = "{\"event_id\":\"e\",\"kind\":\"play\",\"member\":\"m\"}";

    @TempDir
    Path folder;

    private ServedOverHttp service(int bytes) throws Exception {
        return new ServedOverHttp(
                folder.resolve("w"),
                HttpOptions.withDefaults().withLimits(bytes, 1000, 4),
                StationOptions.withDefaults().withPolicy("clicks"),
                LearnOptions.withDefaults().withEvery(Duration.ofHours(1)));
    }

    private static HttpResponse<String> chunked(ServedOverHttp service, String body) {
        return service.send(service.request("/v1/feedback")
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                .build());
    }

    /** Nobody knows how long it will be: room is kept for the longest, which must not be more than there is: 256 MiB is the most that can be said. */
    @ParameterizedTest
    @ValueSource(ints = {1 << 20, 1 << 28})
    void body_inChunks_isTakenWhateverTheLimit(int limit) throws Exception {
        try (ServedOverHttp service = service(limit)) {
            assertThat(chunked(service, EVENT).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void body_asLongAsTheLimit_isTaken_andOneByteMoreIsNot() throws Exception {
        String padded = EVENT + " ".repeat(1000);
        try (ServedOverHttp service = service(padded.length())) {
            assertThat(service.send("POST", "/v1/feedback", padded).statusCode())
                    .isEqualTo(200);
            assertThat(chunked(service, padded).statusCode()).isEqualTo(200);
            assertThat(service.send("POST", "/v1/feedback", padded + " ").statusCode())
                    .isEqualTo(413);
            assertThat(chunked(service, padded + " ").statusCode()).isEqualTo(413);
        }
    }
}
