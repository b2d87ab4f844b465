package dev.longview.config;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** SnakeYAML's syntax errors, which speak of tokens, as what the author should do. */
final class YamlMistake {
    private static final String REST = " (the rest of the file is checked once it can be read)";

    private YamlMistake() {}

    static void tell(MarkedYAMLException mistake, Checking checking) {
        SourceText source = checking.source();
        String problem = String.valueOf(mistake.getProblem());
        String context = String.valueOf(mistake.getContext());
        Mark opened = mistake.getContextMark();
        Mark at = mistake.getProblemMark() == null ? opened : mistake.getProblemMark();
        int offset = at == null ? 0 : source.offset(at);
        if (opened != null && context.contains("quoted scalar") && problem.contains("end of stream")) {
            tell(
                    checking,
                    source.offset(opened),
                    "a quoted text is not closed",
                    "close it with the quote it began with");
        } else if (opened != null && context.contains("parsing a flow")) {
            int line = source.position(source.offset(opened)).line();
            String closing = context.contains("sequence") ? "]" : "}";
            tell(
                    checking,
                    offset,
                    "expected a comma or '" + closing + "' here",
                    "what opens on line " + line + " must be closed with '" + closing
                            + "'; a text with , : [ ] { } in it must be quoted");
        } else if (offset < source.text().length() && source.text().charAt(offset) == '\t') {
            tell(checking, offset, "a tab stands here", "indent with spaces: YAML takes no tabs");
        } else if (problem.contains("mapping values are not allowed")) {
            tell(
                    checking,
                    offset,
                    "a ':' that cannot be read here",
                    "quote a text that contains ': ', and indent the keys of one map equally");
        } else if (problem.contains("expected <block end>")) {
            tell(checking, offset, "this is not indented as what stands above", "indent the keys of one map equally");
        } else if (problem.contains("could not find expected ':'")) {
            tell(checking, offset, "a key without ':' stands before this", "write key: value, with a space after ':'");
        } else if (problem.contains("unknown escape character")) {
            tell(checking, offset, problem, "between double quotes \\ is special: use single quotes");
        } else {
            tell(checking, offset, "not YAML: " + problem, "correct what stands here");
        }
    }

    private static void tell(Checking checking, int offset, String message, String advice) {
        int end = Math.min(offset + 1, checking.source().text().length());
        checking.tell(new Place("", offset, end), message.replaceAll("\\p{Cntrl}", " "), advice + REST);
    }
}
