package dev.longview.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longview.client.Event;
import dev.longview.client.LongviewClient;
import dev.longview.client.LongviewException;
import dev.longview.client.Slate;
import dev.longview.client.Visit;
import dev.longview.loop.Refusal;
import dev.longview.serve.StationOptions;
import dev.longview.serve.learn.LearnOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final StationOptions CLICKS = StationOptions.withDefaults().withPolicy("clicks");

    @TempDir
    Path folder;

    private ServedOverHttp service(HttpOptions options) {
        return new ServedOverHttp(folder.resolve("w"), options, CLICKS, LearnOptions.withDefaults());
    }

    private static Visit visit() {
        return Visit.of("a1", "m1")
                .withFeature("context.device", "tv")
                .withFeature("context.hour", 20)
                .withFeature("member.tenure_days", 12.5)
                .withFeature("member.favourite", "drama");
    }

    @Test
    void service_withACertificate_speaksHttpsWithWhoTrustsIt_andWithNobodyElse() throws Exception {
        OwnCertificate certificate = OwnCertificate.make(folder);
        try (ServedOverHttp service = service(HttpOptions.withDefaults().withTls(certificate.files()))) {
            URI https = URI.create("https://localhost:" + service.port());
            LongviewClient client = LongviewClient.of(https)
                    .withHttp(HttpClient.newBuilder()
                            .sslContext(certificate.trusting())
                            .build());
            Slate slate = client.recommend(visit());
            assertThat(slate.items()).hasSize(5);
            assertThat(service.station.logged(slate.decisionId())).isPresent();
            assertThat(client.tell(List.of(Event.of("play", "m1")
                            .about(slate.items().get(0).id())
                            .answering(slate.decisionId(), 0))))
                    .isEmpty();

            assertThatThrownBy(() -> LongviewClient.of(https).withAttempts(1).recommend(visit()))
                    .isInstanceOf(LongviewException.class)
                    .hasMessageContaining("SSLHandshakeException");
            URI plain = URI.create("http://localhost:" + service.port());
            assertThatThrownBy(() -> LongviewClient.of(plain)
                            .withAttempts(1)
                            .withTimeout(Duration.ofSeconds(2))
                            .recommend(visit()))
                    .isInstanceOf(LongviewException.class);
        }
    }

    @Test
    void service_whoseCertificateIsNone_isRefusedAndNamed() throws Exception {
        Path nothing = Files.writeString(folder.resolve("nothing.pem"), "nothing\n");
        Path nowhere = folder.resolve("nowhere.pem");
        try (ServedOverHttp service = service(HttpOptions.withDefaults())) {
            for (Path file : List.of(nothing, nowhere)) {
                HttpOptions options =
                        HttpOptions.withDefaults().withAddress("127.0.0.1", 0).withTls(new HttpOptions.Tls(file, file));
                assertThatThrownBy(() -> HttpService.start(service.station, service.learning, options, line -> {}))
                        .isInstanceOf(Refusal.class)
                        .hasMessageContaining(file.toString());
            }
        }
    }
}
