package dev.longview.config;

import dev.longview.syntax.Problem;
import java.util.List;

/** What is wrong with an expression, told at its place in the file. */
final class ExpressionProblems {
    private ExpressionProblems() {}

    /**
     * @param expression what was compiled: the beginning of what is written
     * @param place of the entry that it belongs to
     */
    static void tell(List<Problem> problems, String expression, Node.Scalar written, Place place, Checking checking) {
        ScalarPlaces places = new ScalarPlaces(checking.source(), written);
        for (Problem problem : problems) {
            int start = offset(expression, problem.line(), problem.column());
            int last = Math.max(start, Math.min(start + problem.length(), expression.length()) - 1);
            int from = places.offset(start);
            Place at = new Place(place.path(), from, Math.max(from, places.offset(last)) + 1);
            checking.tell(at, problem.message(), problem.advice());
        }
    }

    /** Of a line and column, both from 1. */
    private static int offset(String expression, int line, int column) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = expression.indexOf('\n', start) + 1;
        }
        return start + column - 1;
    }
}
