package dev.longview.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The value at which a JSON parser stands, into a cell. */
final class JsonValue {
    private JsonValue() {}

    /** Sets an open cell, and moves to the value's last token; null leaves the cell missing. */
    static void read(Cell cell, JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        switch (cell.type()) {
            case BOOLEAN -> flag(cell, parser, token);
            case BIGINT -> integer(cell, parser, token);
            case DOUBLE -> number(cell, parser, token);
            case TEXT -> {
                if (token == JsonToken.VALUE_STRING) {
                    cell.text(parser.getText());
                } else {
                    wrong(cell, parser, "a text in quotes");
                }
            }
            case TEXT_LIST -> list(cell, parser, token);
            case TEXT_MAP -> map(cell, parser, token);
            case FLOAT_LIST -> numbers(cell, parser, token);
        }
    }

    /** What the parser says, without its own idea of the place. */
    static String message(IOException e) {
        String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        String line = String.valueOf(message).replaceAll("\\s+", " ");
        return line.length() > 160 ? line.substring(0, 160) + "…" : line;
    }

    private static void flag(Cell cell, JsonParser parser, JsonToken token) throws IOException {
        if (token.isBoolean()) {
            cell.flag(token == JsonToken.VALUE_TRUE);
        } else {
            wrong(cell, parser, "true or false");
        }
    }

    private static void integer(Cell cell, JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                cell.wrong(
                        Reason.OUT_OF_RANGE,
                        RowProblems.shortened(parser.getText())
                                + " has more than 64 bits; allowed: whole numbers of 64 bits");
            } else {
                cell.integer(parser.getLongValue());
            }
        } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            TextValue.whole(cell, parser.getDoubleValue(), parser.getText());
        } else if (token == JsonToken.VALUE_STRING && cell.isTime()) {
            TextValue.time(cell, parser.getText());
        } else {
            wrong(
                    cell,
                    parser,
                    cell.isTime() ? "a time: microseconds since 1970, or text in ISO 8601" : "a whole number");
        }
    }

    private static void number(Cell cell, JsonParser parser, JsonToken token) throws IOException {
        if (token.isNumeric()) {
            cell.number(parser.getDoubleValue());
        } else {
            wrong(cell, parser, "a number, without quotes");
        }
    }

    private static void list(Cell cell, JsonParser parser, JsonToken token) throws IOException {
        if (token != JsonToken.START_ARRAY) {
            wrong(cell, parser, "a list of texts: [\"a\", \"b\"]");
            return;
        }
        List<String> list = cell.list();
        boolean texts = true;
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            if (next == JsonToken.VALUE_STRING) {
                list.add(parser.getText());
            } else if (texts) {
                texts = false;
                wrong(cell, parser, "texts only within the list");
            } else {
                parser.skipChildren();
            }
        }
        if (texts) {
            cell.listed();
        }
    }

    private static void numbers(Cell cell, JsonParser parser, JsonToken token) throws IOException {
        String allowed = "a list of " + cell.length() + " numbers: [0.25, -1, …]";
        if (token != JsonToken.START_ARRAY) {
            wrong(cell, parser, allowed);
            return;
        }
        cell.count();
        boolean good = true;
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            if (good && next.isNumeric()) {
                good = cell.next(parser.getDoubleValue());
            } else if (good) {
                good = false;
                wrong(cell, parser, allowed);
            } else {
                parser.skipChildren();
            }
        }
        if (good) {
            cell.counted();
        }
    }

    /** Numbers and truth values within a map become the text that they are written as; null leaves the key out. */
    private static void map(Cell cell, JsonParser parser, JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            wrong(cell, parser, "an object of texts: {\"season\": \"2\"}");
            return;
        }
        Map<String, String> map = cell.map();
        boolean good = true;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value.isStructStart()) {
                good = false;
                wrong(cell, parser, "texts only within the object");
            } else if (value != JsonToken.VALUE_NULL && map.put(key, parser.getText()) != null) {
                good = false;
                cell.wrong(Reason.REPEATED, "the key " + RowProblems.quoted(key) + " is given twice; write it once");
            }
        }
        if (good) {
            cell.mapped();
        }
    }

    private static void wrong(Cell cell, JsonParser parser, String allowed) throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isStructStart()) {
            String found = token == JsonToken.START_OBJECT ? "an object" : "a list";
            parser.skipChildren();
            cell.wrong(Reason.NESTED, found + " stands here; allowed: " + allowed);
        } else {
            String value = token == JsonToken.VALUE_STRING
                    ? RowProblems.quoted(parser.getText())
                    : RowProblems.shortened(parser.getText());
            cell.wrong(Reason.WRONG_TYPE, value + " is of another type; allowed: " + allowed);
        }
    }
}
