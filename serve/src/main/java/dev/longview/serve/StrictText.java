package dev.longview.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON as bytes, without losing anything: an escape can spell half a character, which UTF-8 does not have. */
final class StrictText {
    private StrictText() {}

    /** @throws Wrong when a text holds half a character */
    static byte[] bytes(JsonNode node) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(node.toString()));
            byte[] all = new byte[bytes.remaining()];
            bytes.get(all);
            return all;
        } catch (CharacterCodingException e) {
            throw new Wrong("", "a text holds half a character (\\ud800 to \\udfff alone), which no text may");
        }
    }
}
