package dev.longview.config;

import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.Condition;
import dev.longview.outcome.ConditionScope;
import dev.longview.outcome.HistoryFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The features of members' history of a file. */
final class Histories {
    private Histories() {}

    static List<HistoryFeature> bind(
            List<Shape.Named.Entry<Section>> entries,
            List<FeatureDefinition> features,
            Declared kinds,
            Map<String, Boolean> retractable,
            Checking checking) {
        List<HistoryFeature> bound = new ArrayList<>();
        for (Shape.Named.Entry<Section> entry : entries) {
            if (!entry.name().startsWith("member.")) {
                checking.tell(
                        entry.place(),
                        Node.quoted(entry.name()) + " is not a member's",
                        "write member." + entry.name().substring(entry.name().indexOf('.') + 1));
            }
            if (features.stream()
                    .anyMatch(feature -> NameRule.folded(feature.name()).equals(NameRule.folded(entry.name())))) {
                checking.tell(
                        entry.place(),
                        Node.quoted(entry.name()) + " is declared in features too",
                        "remove it there: what was logged under its name is preferred anyway");
            }
            entry.value()
                    .flatMap(section -> feature(entry, section, features, kinds, retractable, checking))
                    .ifPresent(bound::add);
        }
        return bound;
    }

    private static Optional<HistoryFeature> feature(
            Shape.Named.Entry<Section> entry,
            Section section,
            List<FeatureDefinition> features,
            Declared kinds,
            Map<String, Boolean> retractable,
            Checking checking) {
        Optional<Found<String>> of = kinds.keep(section.found(FileSchema.HISTORY_OF), checking);
        Optional<HistoryFeature.As> as = section.value(FileSchema.HISTORY_AS)
                .map(word ->
                        HistoryFeature.As.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')));
        Optional<Condition> where = Conditions.bind(
                section.found(FileSchema.HISTORY_WHERE), entry.place(), ConditionScope.ofHistory(features), checking);
        if (as.isPresent()
                && as.get() == HistoryFeature.As.SHARE
                && section.found(FileSchema.HISTORY_WHERE).isEmpty()) {
            checking.tell(
                    entry.place(),
                    "a share needs 'where': without a condition it is always 1",
                    "add where: \"event.label == 'up'\", say");
        }
        return of.isEmpty() || as.isEmpty() || !section.hasAll(FileSchema.OVER)
                ? Optional.empty()
                : Optional.of(new HistoryFeature(
                        entry.name(),
                        of.get().value(),
                        as.get(),
                        section.get(FileSchema.OVER),
                        retractable.getOrDefault(of.get().value(), false),
                        where));
    }
}
