package dev.longview.config;

import java.util.Arrays;
import org.yaml.snakeyaml.error.Mark;

/** The file's text, and where its lines begin. Offsets are UTF-16 characters from 0; lines and columns are told from 1. */
final class SourceText {
    /** A place as an editor tells it. */
    record Position(int line, int column) {}

    private final String text;
    private final int[] starts;
    /** The offset of each code point; empty where that is the same. */
    private final int[] codePoints;

    SourceText(String text) {
        this.text = text;
        int[] found = new int[16];
        int lines = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
            if (ends) {
                if (lines == found.length) {
                    found = Arrays.copyOf(found, 2 * lines);
                }
                found[lines++] = i + 1;
            }
        }
        starts = Arrays.copyOf(found, lines);
        codePoints = text.chars().noneMatch(c -> Character.isSurrogate((char) c)) ? new int[0] : codePoints(text);
    }

    private static int[] codePoints(String text) {
        int[] offsets = new int[text.codePointCount(0, text.length()) + 1];
        for (int i = 0, offset = 0; i < offsets.length - 1; i++) {
            offsets[i] = offset;
            offset += Character.charCount(text.codePointAt(offset));
        }
        offsets[offsets.length - 1] = text.length();
        return offsets;
    }

    String text() {
        return text;
    }

    /** The offset of a place that SnakeYAML tells, which counts code points. */
    int offset(Mark mark) {
        int index = mark.getIndex();
        return codePoints.length == 0
                ? Math.min(index, text.length())
                : codePoints[Math.min(index, codePoints.length - 1)];
    }

    /** An end of file after a last line break is told as the end of the last line: there is nothing else to see. */
    Position position(int offset) {
        int at = Math.clamp(offset, 0, text.length());
        int found = Arrays.binarySearch(starts, at);
        int line = found >= 0 ? found : -found - 2;
        if (line > 0 && starts[line] == text.length() && at == text.length()) {
            line--;
            at = starts[line] + line(line + 1).length();
        }
        return new Position(line + 1, at - starts[line] + 1);
    }

    int lines() {
        return starts.length;
    }

    /** A line without its break. */
    String line(int number) {
        int end = number < starts.length ? starts[number] : text.length();
        int start = starts[number - 1];
        while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(start, end);
    }
}
