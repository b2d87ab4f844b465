package dev.longview.simulate.streaming;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The generated part of docs/world-parameters.md: every parameter of the world, and what random worlds are drawn from. */
final class ParameterPage {
    private ParameterPage() {}

    static String tables() {
        WorldParameters defaults = WorldParameters.defaults();
        StringBuilder page = new StringBuilder();
        page.append("\nThe defaults are the world `")
                .append(defaults.hash(), 0, 12)
                .append("`; without any effect they are `")
                .append(WorldParameters.plain().hash(), 0, 12)
                .append("`.\n");
        Map<String, List<Setting>> groups = Setting.of(defaults).stream()
                .filter(setting -> setting.stated().isPresent())
                .collect(Collectors.groupingBy(
                        setting -> setting.name().substring(0, setting.name().indexOf('.')),
                        LinkedHashMap::new,
                        Collectors.toList()));
        groups.forEach((group, settings) -> {
            page.append("\n## ").append(group).append("\n\n");
            page.append("| name | default | range | what | effect | basis |\n|---|---|---|---|---|---|\n");
            settings.forEach(setting -> row(setting, page));
        });
        page.append("""

            ## effects

            Each is on by default. Off, its parameters do nothing.

            """);
        WorldParameters.Effects.names()
                .forEach(name -> page.append("- `").append(name).append("`\n"));
        ranges(page);
        return page.toString();
    }

    private static void row(Setting setting, StringBuilder page) {
        Stated stated = setting.stated().orElseThrow();
        String effect = stated.effect().isEmpty() ? "" : "`" + stated.effect() + "`";
        page.append("| `")
                .append(setting.name())
                .append("` | ")
                .append(number(((Number) setting.value()).doubleValue()))
                .append(" | ")
                .append(number(stated.from()))
                .append(" … ")
                .append(number(stated.to()))
                .append(" | ")
                .append(stated.what().replace("|", "\\|"))
                .append(" | ")
                .append(effect)
                .append(" | ")
                .append(stated.basis())
                .append(" |\n");
    }

    private static void ranges(StringBuilder page) {
        page.append("""

            ## Random worlds

            `RandomWorlds.draw(seed)` draws each of these, independently of the others; all else is as above, with all effects on.
            The ranges are assumed: they say how far a claim about shares of worlds reaches.

            | name | range | spread | what it asks |
            |---|---|---|---|
            """);
        for (RandomWorlds.Range range : RandomWorlds.RANGES) {
            page.append("| `")
                    .append(range.parameter())
                    .append("` | ")
                    .append(number(range.from()))
                    .append(" … ")
                    .append(number(range.to()))
                    .append(" | ")
                    .append(
                            switch (range.spread()) {
                                case UNIFORM -> "uniform";
                                case LOGARITHMIC -> "uniform in the logarithm";
                            })
                    .append(" | ")
                    .append(range.why())
                    .append(" |\n");
        }
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString().replace('-', '−');
    }
}
