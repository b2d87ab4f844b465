package dev.longview.ingest;

import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The features of examples as those that the workspace declares, and what it does not declare.
 *
 * <p>A feature {@code name} of {@code |User} is {@code context.User.name}; of the unnamed namespace, {@code context.name}. Declared
 * multi-valued, {@code context.User} lists all features of that namespace, and {@code context.features} those of all of them, which
 * suits bags of words. Characters that a name of the log may not have become {@code _}.
 */
final class VwFeatures {
    private static final String ALL = "features";
    private static final int LONGEST_NAME = 64;
    private static final int MOST_NAMES = 1 << 16;

    private final TableRows rows;
    private final String prefix;
    private final Map<String, Kind> declared = new HashMap<>();
    private final Map<String, String> columns = new HashMap<>();
    private final Map<String, Set<String>> lists = new LinkedHashMap<>();
    private final VwUndeclared undeclared;

    /** @param prefix of the features that the table's rows take: {@code context.} or {@code item.} */
    VwFeatures(TableRows rows, String prefix, List<FeatureDefinition> features, VwUndeclared undeclared) {
        this.rows = rows;
        this.prefix = prefix;
        this.undeclared = undeclared;
        features.stream()
                .filter(feature -> feature.name().startsWith(prefix))
                .forEach(feature -> declared.put(feature.name(), feature.kind()));
    }

    boolean any() {
        return !declared.isEmpty();
    }

    /** Sets the declared features of the row that was begun. */
    void set(VwExample example) {
        lists.clear();
        for (VwFeature feature : example.features()) {
            set(feature);
        }
        lists.forEach((column, tokens) -> rows.set(column, new ArrayList<>(tokens)));
    }

    private void set(VwFeature feature) {
        String own = column(feature.namespace(), feature.name());
        boolean listed = list(prefix + ALL, feature.longToken());
        if (!feature.namespace().isEmpty()) {
            listed |= list(column(feature.namespace(), ""), feature.token());
        }
        boolean named = feature.number() == 1 || !feature.value().isEmpty();
        if (!own(own, feature) && !(listed && named)) {
            undeclared.count(suggested(own, feature), feature);
        }
    }

    private boolean own(String column, VwFeature feature) {
        Kind kind = declared.get(column);
        if (kind == null) {
            return false;
        }
        switch (kind) {
            case CATEGORICAL -> rows.set(column, feature.text());
            case MULTI_VALUED -> list(column, feature.text());
            case EMBEDDING -> {
                // A VW log has single numbers; an embedding is no feature of theirs.
                return false;
            }
            case NUMERIC -> {
                double number = feature.value().isEmpty() ? feature.number() : VwNumber.parse(feature.value());
                if (!Double.isFinite(number)) {
                    return false;
                }
                rows.set(column, number);
            }
        }
        return true;
    }

    /** A text too long for the log is left out of a list; the rest of it says enough. */
    private boolean list(String column, String token) {
        if (declared.get(column) != Kind.MULTI_VALUED) {
            return false;
        }
        if (!token.isEmpty() && token.length() <= Cell.LONGEST_TEXT) {
            lists.computeIfAbsent(column, unseen -> new LinkedHashSet<>()).add(token);
        }
        return true;
    }

    /** The line of longview.yaml that would declare a feature. */
    private String suggested(String own, VwFeature feature) {
        boolean tooLong = own.length() - prefix.length() > LONGEST_NAME;
        if (tooLong || (feature.value().isEmpty() && feature.number() == 1)) {
            String bag = feature.namespace().isEmpty() ? prefix + ALL : column(feature.namespace(), "");
            return bag + ": multi-valued";
        }
        boolean number = feature.value().isEmpty() || Double.isFinite(VwNumber.parse(feature.value()));
        return own + (number ? ": numeric" : ": categorical");
    }

    private String column(String namespace, String name) {
        if (columns.size() > MOST_NAMES) {
            columns.clear();
        }
        return columns.computeIfAbsent(namespace + '|' + name, unseen -> {
            String joined = namespace.isEmpty() || name.isEmpty() ? namespace + name : namespace + "." + name;
            // A name ends with no dot, and begins with neither a dot nor a hyphen.
            return prefix + joined.replaceAll("[^A-Za-z0-9_.-]|^[.-]|\\.$", "_");
        });
    }
}
