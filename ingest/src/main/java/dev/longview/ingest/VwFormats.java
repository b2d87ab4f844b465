package dev.longview.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Tells the format of a log from its first lines. */
final class VwFormats {
    private static final int LOOKED_AT = 1000;

    private VwFormats() {}

    /** @throws ImportException when it can be two of them, or none */
    static VwFormat tell(Path file) {
        try (InputStream content = Source.open(file, Progress.NONE)) {
            Records records = new Records(content, false, VwPass.LINE_LIMIT);
            boolean first = true;
            boolean judged = false;
            long last = 0;
            for (int i = 0; i < LOOKED_AT && records.next(); i++) {
                VwLine line = VwLine.parse(text(records));
                if (first && records.bytes()[records.start()] == '{') {
                    return VwFormat.DSJSON;
                }
                if ((!first && records.line() > last + 1) || ofBlock(line.label())) {
                    return VwFormat.CB_ADF;
                }
                judged |= line.label().size() > 1 && !line.label().getFirst().contains(":");
                last = records.line();
                first = false;
            }
            if (judged) {
                throw new ImportException(
                        file + ": an action without a cost comes first on a line: either that of a policy that is"
                                + " judged, --format cb_eval, or one of those that could be chosen, --format cb");
            }
            return VwFormat.CB;
        } catch (IOException e) {
            throw new ImportException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Whether a line can only be one of several of a decision: shared, not chosen, or of action 0. */
    private static boolean ofBlock(List<String> label) {
        return label.isEmpty()
                || List.of("shared", "ccb", "slates").contains(label.getFirst())
                || label.getFirst().startsWith("0:");
    }

    private static String text(Records records) {
        return new String(records.bytes(), records.start(), records.end() - records.start(), StandardCharsets.UTF_8);
    }
}
