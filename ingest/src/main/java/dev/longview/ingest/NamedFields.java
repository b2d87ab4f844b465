package dev.longview.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A CSV file of another's making, whose fields are found by the names in its header. */
final class NamedFields {
    private static final int LINE_LIMIT = 1 << 20;

    private final Records records;
    private final CsvFields fields = new CsvFields();
    private final List<String> names = new ArrayList<>();
    private final List<String> missing;
    private boolean sound;

    NamedFields(InputStream content, List<String> required) {
        records = new Records(content, true, LINE_LIMIT);
        if (next() && sound) {
            for (int i = 0; i < fields.count(); i++) {
                names.add(fields.text(i));
            }
        }
        missing = required.stream().filter(name -> !names.contains(name)).toList();
    }

    /** The required columns that the header does not have. */
    List<String> missing() {
        return missing;
    }

    List<String> names() {
        return names;
    }

    boolean next() {
        boolean there = records.next();
        sound = there
                && records.kind() == Records.Kind.WHOLE
                && Utf8.firstMalformed(records.bytes(), records.start(), records.end()) < 0
                && fields.split(records.bytes(), records.start(), records.end())
                && (names.isEmpty() || fields.count() == names.size());
        return there;
    }

    /** Whether the row has a field for each name; its fields are asked for only then. */
    boolean isSound() {
        return sound;
    }

    long line() {
        return records.line();
    }

    /** Why reading ended before the file did. */
    Optional<IOException> failure() {
        return records.failure();
    }

    /** A field of a required column; empty where the row is not sound. */
    String text(String name) {
        return text(names.indexOf(name));
    }

    String text(int field) {
        return sound ? fields.text(field) : "";
    }
}
