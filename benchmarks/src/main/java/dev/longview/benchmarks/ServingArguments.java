package dev.longview.benchmarks;

import java.util.List;
import java.util.Optional;

/** Arguments of the form {@code name=value}. */
record ServingArguments(List<String> given) {
    Optional<String> text(String name) {
        return given.stream()
                .filter(each -> each.startsWith(name + "="))
                .map(each -> each.substring(name.length() + 1))
                .findFirst();
    }

    /** Flags of the service's virtual machine: {@code jvm=-XX:+UseZGC}, separated by commas. */
    List<String> jvm() {
        return text("jvm").map(flags -> List.of(flags.split(",", -1))).orElse(List.of());
    }

    double number(String name, double otherwise) {
        return text(name).map(Double::parseDouble).orElse(otherwise);
    }

    /** How many decisions the log has: {@code log=20k}, {@code log=10M}. */
    long decisions(String otherwise) {
        String size = text("log").orElse(otherwise);
        long scale = size.endsWith("M") ? 1_000_000 : size.endsWith("k") ? 1_000 : 1;
        return scale * Long.parseLong(scale == 1 ? size : size.substring(0, size.length() - 1));
    }
}
