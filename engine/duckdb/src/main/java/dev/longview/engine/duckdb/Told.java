package dev.longview.engine.duckdb;

import dev.longview.log.Table;
import java.util.List;
import java.util.Optional;

/**
 * What a table tells of a decision, which two of its rows must not tell otherwise as of the same moment.
 *
 * @param keys columns that make two rows the same one
 * @param said columns of what each may say of it; what one of them does not say is no difference
 */
record Told(Table table, List<String> keys, List<String> said) {
    private static final String DECISION = "decision_id";

    /** Who came when, and what the slate was drawn by and from; and what was drawn. Empty for other tables. */
    static Optional<Told> of(Table table) {
        return switch (table) {
            case DECISIONS ->
                Optional.of(new Told(
                        table, List.of(DECISION), List.of("member", "time", "policy", "seed", "candidates_id")));
            case SLATES ->
                Optional.of(new Told(table, List.of(DECISION, "position"), List.of("item", "conditional_propensity")));
            default -> Optional.empty();
        };
    }
}
