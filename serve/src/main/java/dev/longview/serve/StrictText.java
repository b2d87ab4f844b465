package dev.longview.serve;

import com.fasterxml.jackson.databind.JsonNode;

/** Texts of JSON that are whole: an escape can spell half a character, which UTF-8 does not have. */
final class StrictText {
    private StrictText() {}

    /** @throws Wrong when a text or a key holds half a character */
    static void require(JsonNode node) {
        boolean whole = true;
        if (node.isTextual()) {
            whole = isWhole(node.textValue());
        } else if (node.isContainerNode()) {
            for (var fields = node.fieldNames(); fields.hasNext(); ) {
                whole &= isWhole(fields.next());
            }
            node.forEach(StrictText::require);
        }
        if (!whole) {
            throw new Wrong("", "a text holds half a character (\\ud800 to \\udfff alone), which no text may");
        }
    }

    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
