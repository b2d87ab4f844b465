package dev.longview.serve.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.serve.Wrong;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Bodies of requests as JSON: strictly, and within bounds. */
final class Bodies {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(400)
                            .maxStringLength(100_000)
                            .maxNameLength(1_024)
                            .build())
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final int most;

    /** @param most bytes */
    Bodies(int most) {
        this.most = most;
    }

    /** @param length as the request tells it; −1 when it does not */
    JsonNode read(InputStream in, long length) {
        if (length > most) {
            throw tooLarge();
        }
        byte[] bytes;
        try {
            // HTTP gives no more than it says, so that its array is made once.
            bytes = in.readNBytes(length < 0 ? most + 1 : Math.toIntExact(length));
        } catch (IOException e) {
            throw new UncheckedIOException("the request's body cannot be read: " + e, e);
        }
        if (bytes.length > most) {
            throw tooLarge();
        }
        return parse(bytes);
    }

    static JsonNode parse(byte[] bytes) {
        if (bytes.length == 0) {
            throw new Wrong("", "the body is empty; it should be JSON");
        }
        String text = text(bytes);
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String place = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            String message = String.valueOf(e.getOriginalMessage()).replaceAll("\\s+", " ");
            throw new Wrong(
                    "", "no JSON: " + (message.length() > 200 ? message.substring(0, 200) + "…" : message) + place);
        }
    }

    private static String text(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
        } catch (CharacterCodingException e) {
            throw new Wrong("", "byte " + (buffer.position() + 1) + " of the body is not UTF-8");
        }
    }

    private Problems.TurnedAway tooLarge() {
        return new Problems.TurnedAway(413, "the body has more than " + most + " bytes; send less at once");
    }
}
