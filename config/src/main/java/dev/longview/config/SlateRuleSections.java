package dev.longview.config;

import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.outcome.Condition;
import dev.longview.outcome.ConditionScope;
import dev.longview.policy.SlateRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The rules of a file's policies. */
final class SlateRuleSections {
    private final List<FeatureDefinition> features;
    private final Declared declared;
    private final Declared kinds;
    private final Checking checking;

    SlateRuleSections(List<FeatureDefinition> features, Declared declared, Declared kinds, Checking checking) {
        this.features = features;
        this.declared = declared;
        this.kinds = kinds;
        this.checking = checking;
    }

    /** What is wrong has been told, and is left out. */
    SlateRules bind(Optional<Section> written, Optional<Double> slateSize) {
        return written.map(section -> new SlateRules(
                        exclude(section),
                        available(section),
                        section.value(RuleKeys.WATCHED).flatMap(this::watched),
                        without(section),
                        pins(section, slateSize.orElse(1000.0)),
                        caps(section)))
                .orElse(SlateRules.NONE);
    }

    private List<Condition> exclude(Section section) {
        return section.value(RuleKeys.EXCLUDE).orElse(List.of()).stream()
                .flatMap(written -> condition(Optional.of(written), written.place()).stream())
                .toList();
    }

    private Optional<Condition> condition(Optional<Found<Node.Scalar>> written, Place place) {
        return Conditions.bind(written, place, ConditionScope.ofCandidate(features), checking);
    }

    private Optional<SlateRules.Available> available(Section section) {
        Optional<String> from = ofItem(section.found(RuleKeys.AVAILABLE_FROM), Set.of(Kind.NUMERIC));
        Optional<String> until = ofItem(section.found(RuleKeys.AVAILABLE_UNTIL), Set.of(Kind.NUMERIC));
        return from.isEmpty() && until.isEmpty()
                ? Optional.empty()
                : Optional.of(new SlateRules.Available(from, until));
    }

    private Optional<SlateRules.Watched> watched(Section section) {
        List<String> of = section.value(RuleKeys.WATCHED_OF)
                .map(listed -> kinds.keep(listed, checking))
                .orElse(List.of());
        return of.isEmpty() || !section.hasAll(RuleKeys.WATCHED_OVER)
                ? Optional.empty()
                : Optional.of(new SlateRules.Watched(of, section.get(RuleKeys.WATCHED_OVER)));
    }

    private static SortedSet<String> without(Section section) {
        SortedSet<String> items = new TreeSet<>();
        section.value(RuleKeys.WITHOUT)
                .orElse(List.of())
                .forEach(item -> items.add(item.value().value()));
        return items;
    }

    private List<SlateRules.Pin> pins(Section section, double slateSize) {
        List<SlateRules.Pin> pins = new ArrayList<>();
        Map<String, String> unconditional = new HashMap<>();
        for (Shape.Named.Entry<Section> entry : section.value(RuleKeys.PINS).orElse(List.of())) {
            if (entry.value().isEmpty()) {
                continue;
            }
            Section pin = entry.value().get();
            Optional<Condition> where = condition(pin.found(RuleKeys.PIN_WHERE), entry.place());
            if (!pin.hasAll(RuleKeys.PIN_ITEM, RuleKeys.PIN_POSITION)) {
                continue;
            }
            Found<Double> position = pin.found(RuleKeys.PIN_POSITION).orElseThrow();
            if (position.value() >= slateSize) {
                checking.tell(
                        position.place(),
                        "position %.0f is beyond a slate of %.0f".formatted(position.value(), slateSize),
                        "the last is %.0f: 0 is the first".formatted(slateSize - 1));
            }
            String before = pin.found(RuleKeys.PIN_WHERE).isPresent()
                    ? unconditional.get(key(position))
                    : unconditional.putIfAbsent(key(position), entry.name());
            if (before != null) {
                checking.tell(
                        entry.place(),
                        "'" + before + "' always stands at position %.0f already".formatted(position.value()),
                        "give it another position, or the first a 'where'");
            }
            pins.add(new SlateRules.Pin(
                    pin.get(RuleKeys.PIN_ITEM).value(), position.value().intValue(), where));
        }
        pins.sort(Comparator.comparingInt(SlateRules.Pin::position));
        return pins;
    }

    private static String key(Found<Double> position) {
        return "%.0f".formatted(position.value());
    }

    private List<SlateRules.Cap> caps(Section section) {
        List<SlateRules.Cap> caps = new ArrayList<>();
        for (Shape.Named.Entry<Double> entry : section.value(RuleKeys.CAPS).orElse(List.of())) {
            Optional<String> feature = ofItem(
                    Optional.of(new Found<>(entry.name(), entry.place())), Set.of(Kind.CATEGORICAL, Kind.MULTI_VALUED));
            if (feature.isPresent() && entry.value().isPresent()) {
                caps.add(new SlateRules.Cap(feature.get(), entry.value().get().intValue()));
            }
        }
        return caps;
    }

    private Optional<String> ofItem(Optional<Found<String>> name, Set<Kind> allowed) {
        return declared.keep(name, checking)
                .filter(found -> {
                    boolean fits = features.stream()
                            .filter(feature -> feature.name().equals(found.value()))
                            .allMatch(feature -> feature.ofItem() && allowed.contains(feature.kind()));
                    if (!fits) {
                        checking.tell(
                                found.place(),
                                Node.quoted(found.value()) + " is no "
                                        + (allowed.contains(Kind.NUMERIC) ? "numeric" : "categorical or multi-valued")
                                        + " feature of items",
                                "such are: "
                                        + Checking.list(features.stream()
                                                .filter(each -> each.ofItem() && allowed.contains(each.kind()))
                                                .map(FeatureDefinition::name)
                                                .toList()));
                    }
                    return fits;
                })
                .map(Found::value);
    }
}
