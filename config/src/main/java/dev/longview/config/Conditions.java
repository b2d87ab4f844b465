package dev.longview.config;

import dev.longview.outcome.Condition;
import dev.longview.outcome.ConditionScope;
import java.util.Optional;

/** The conditions of a file, compiled. */
final class Conditions {
    private Conditions() {}

    /** Empty when none is written, or it is wrong, which is told. */
    static Optional<Condition> bind(
            Optional<Found<Node.Scalar>> where, Place place, ConditionScope scope, Checking checking) {
        if (where.isEmpty()) {
            return Optional.empty();
        }
        Node.Scalar written = where.get().value();
        String text = written.value().stripTrailing();
        return switch (Condition.compile(text, scope)) {
            case Condition.Compilation.Compiled(Condition condition) -> Optional.of(condition);
            case Condition.Compilation.Refused refused -> {
                ExpressionProblems.tell(refused.problems(), text, written, place, checking);
                yield Optional.empty();
            }
        };
    }
}
