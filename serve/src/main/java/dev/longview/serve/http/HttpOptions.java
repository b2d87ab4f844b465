package dev.longview.serve.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the service listens.
 *
 * @param host to bind to
 * @param port 0 for any that is free
 * @param token what a caller's {@code Authorization: Bearer} must be; anybody may call when empty
 * @param adminToken the same for what explains and changes what is in service; the caller's token does not do
 * @param tls certificate and key; plain HTTP when empty
 * @param bodyBytes a request's body at most
 * @param batchRows rows of a request at most
 * @param atOnce requests that are answered at once at most; one more is told to come back
 * @param slowest how long a client may take to send or read on
 * @param logged whether each request is logged, not only those that failed
 */
public record HttpOptions(
        String host,
        int port,
        Optional<String> token,
        Optional<String> adminToken,
        Optional<Tls> tls,
        int bodyBytes,
        int batchRows,
        int atOnce,
        Duration slowest,
        boolean logged) {

    /** PEM files of a certificate chain and its private key. */
    public record Tls(Path certificate, Path key) {}

    /** 127.0.0.1:8321 without tokens, 2 MiB, 1,000 rows, 256 at once, 30 s, failures logged. */
    public static HttpOptions withDefaults() {
        return new HttpOptions(
                "127.0.0.1",
                8321,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                2 << 20,
                1000,
                256,
                Duration.ofSeconds(30),
                false);
    }

    public HttpOptions withAddress(String name, int number) {
        return new HttpOptions(name, number, token, adminToken, tls, bodyBytes, batchRows, atOnce, slowest, logged);
    }

    public HttpOptions withTokens(Optional<String> caller, Optional<String> admin) {
        return new HttpOptions(host, port, caller, admin, tls, bodyBytes, batchRows, atOnce, slowest, logged);
    }

    public HttpOptions withTls(Tls files) {
        return new HttpOptions(
                host, port, token, adminToken, Optional.of(files), bodyBytes, batchRows, atOnce, slowest, logged);
    }

    public HttpOptions withLimits(int body, int batch, int requests) {
        return new HttpOptions(host, port, token, adminToken, tls, body, batch, requests, slowest, logged);
    }

    public HttpOptions withSlowest(Duration each) {
        return new HttpOptions(host, port, token, adminToken, tls, bodyBytes, batchRows, atOnce, each, logged);
    }

    public HttpOptions withLogging(boolean all) {
        return new HttpOptions(host, port, token, adminToken, tls, bodyBytes, batchRows, atOnce, slowest, all);
    }

    /** What keeps the service from starting so; empty when nothing does. */
    public Optional<String> refusal() {
        boolean open = !loopback() && (token.isEmpty() || adminToken.isEmpty());
        if (open) {
            return Optional.of("the service would listen on " + host
                    + ", where others than this machine can call it: give it two tokens (LONGVIEW_TOKEN and"
                    + " LONGVIEW_ADMIN_TOKEN, or --token-file and --admin-token-file), or bind it to 127.0.0.1");
        }
        if (token.isPresent() && token.equals(adminToken)) {
            return Optional.of("the token of callers and that of admins are the same: who recommends could explain"
                    + " anybody's decisions. Make two");
        }
        return Optional.empty();
    }

    private boolean loopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
