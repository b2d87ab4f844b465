package dev.longview.policy;

import dev.longview.outcome.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which items a policy may show, and what its slates keep to, as declared in {@code longview.yaml}. All of it are masks before the draw:
 * propensities are those of the slate that is shown.
 *
 * @param exclude an item for which one of these holds, read of the item, the member and the context, is not eligible
 * @param available when an item may be shown
 * @param watched what a member has done already
 * @param without items that are never shown
 * @param pins items that stand at a position whatever their score, where they are eligible; ordered by position
 * @param caps at most so many items of a slate have the same value of a feature
 */
public record SlateRules(
        List<Condition> exclude,
        Optional<Available> available,
        Optional<Watched> watched,
        SortedSet<String> without,
        List<Pin> pins,
        List<Cap> caps) {

    /** No rules: everything in the catalogue, in any combination. */
    public static final SlateRules NONE =
            new SlateRules(List.of(), Optional.empty(), Optional.empty(), new TreeSet<>(), List.of(), List.of());

    /**
     * From a moment on and until one, each a numeric feature of the item in microseconds since 1970; no bound where it is missing.
     *
     * @param from the first moment
     * @param until the first moment no more
     */
    public record Available(Optional<String> from, Optional<String> until) {}

    /**
     * Items on which the member has sent such feedback are not eligible.
     *
     * @param kinds of feedback
     * @param over how long they stay out, from the feedback
     */
    public record Watched(List<String> kinds, Duration over) {
        public Watched {
            kinds = List.copyOf(kinds);
        }
    }

    /**
     * @param position 0 is the first
     * @param where of the item, the member and the context; without one always
     */
    public record Pin(String item, int position, Optional<Condition> where) {}

    /**
     * @param feature of items, categorical or multi-valued
     * @param most at least 1
     */
    public record Cap(String feature, int most) {}

    public SlateRules {
        exclude = List.copyOf(exclude);
        without = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(without));
        pins = List.copyOf(pins);
        caps = List.copyOf(caps);
    }

    public boolean isEmpty() {
        return equals(NONE);
    }

    /** A text that is equal for equal meanings only: what their version is a hash of. Empty without rules. */
    public String canonical() {
        if (isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("rules 1");
        exclude.forEach(condition -> text.append("; exclude ").append(condition.canonical()));
        available.ifPresent(window -> text.append("; available ")
                .append(window.from().orElse("ever"))
                .append(" until ")
                .append(window.until().orElse("ever")));
        watched.ifPresent(done -> text.append("; watched ")
                .append(done.kinds().stream().sorted().toList())
                .append(" over ")
                .append(done.over()));
        if (!without.isEmpty()) {
            text.append("; without ")
                    .append(without.stream().map(SlateRules::quoted).collect(Collectors.joining(" ")));
        }
        pins.forEach(pin -> text.append("; pin ")
                .append(quoted(pin.item()))
                .append(" at ")
                .append(pin.position())
                .append(pin.where().map(where -> " where " + where.canonical()).orElse("")));
        caps.forEach(cap ->
                text.append("; at most ").append(cap.most()).append(" of ").append(cap.feature()));
        return text.toString();
    }

    private static String quoted(String item) {
        return "'" + item.replace("'", "''") + "'";
    }
}
