package dev.longview.engine.duckdb;

import dev.longview.engine.LogException;
import dev.longview.engine.duckdb.LogFiles.Footer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Parquet file of Longview says of itself in its footer, besides its columns. */
final class Footers {
    /** Of the log's schema: the first number changes when an old reader could misread a file. */
    static final String SCHEMA_VERSION = "1.1";

    private static final String SCHEMA = "longview.schema";
    private static final Pattern VERSION = Pattern.compile("([0-9]{1,9})\\.([0-9]{1,9})");

    private Footers() {}

    static Map<String, String> of(String table) {
        return of(table, SCHEMA_VERSION);
    }

    static Map<String, String> of(String table, String version) {
        Map<String, String> footer = new LinkedHashMap<>();
        footer.put(SCHEMA, version);
        footer.put("longview.table", table);
        return footer;
    }

    /** What a file says that is written anew with some of its rows. */
    static Map<String, String> kept(Footer footer) {
        Map<String, String> kept = new LinkedHashMap<>(footer.says());
        kept.keySet().removeIf(key -> !key.startsWith("longview."));
        return kept;
    }

    /** The version of rows from several files: a newer program's may be among them. */
    static String latest(Collection<Footer> footers) {
        return footers.stream()
                .map(footer -> footer.says().getOrDefault(SCHEMA, SCHEMA_VERSION))
                .max(Comparator.comparingInt(version -> Integer.parseInt(version.substring(version.indexOf('.') + 1))))
                .orElse(SCHEMA_VERSION);
    }

    /**
     * Refuses a file that this version could misread. One that does not say is somebody else's: its columns will tell.
     *
     * @throws LogException when the file's schema is of another major version
     */
    static void require(Path file, Map<String, String> says) {
        String version = says.get(SCHEMA);
        if (version == null) {
            return;
        }
        Matcher found = VERSION.matcher(version);
        if (!found.matches()) {
            throw new LogException(
                    file,
                    file + " says that its schema is '" + version + "', which is no version like " + SCHEMA_VERSION
                            + ". Move it out of the log, or import its rows again");
        }
        String major = SCHEMA_VERSION.substring(0, SCHEMA_VERSION.indexOf('.'));
        if (!found.group(1).equals(major)) {
            throw new LogException(
                    file,
                    file + " is of schema " + version + ", and this version of Longview reads " + major
                            + ".x. Read it with the Longview that wrote it or a newer one, or move it out of the log");
        }
    }
}
