package dev.longview.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the file spells them: a whole number and a unit, {@code 10m}, {@code 6h}, {@code 2d}, {@code 4w}. */
public final class Durations {
    static final String PATTERN = "(0|[1-9][0-9]{0,8})([smhdw])";
    /** The units that may be written. */
    public static final String UNITS = "s, m, h, d or w";

    private static final Pattern SPELLED = Pattern.compile(PATTERN);

    private Durations() {}

    /** Empty when the text is no duration. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = SPELLED.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(unit(matcher.group(2).charAt(0)).multipliedBy(Long.parseLong(matcher.group(1))));
    }

    /** In the largest unit up to days that divides it. */
    public static String spell(Duration duration) {
        for (char unit : "dhm".toCharArray()) {
            if (!duration.isZero() && duration.toSeconds() % unit(unit).toSeconds() == 0) {
                return duration.toSeconds() / unit(unit).toSeconds() + "" + unit;
            }
        }
        return duration.toSeconds() + "s";
    }

    private static Duration unit(char unit) {
        return switch (unit) {
            case 'w' -> Duration.ofDays(7);
            case 'd' -> Duration.ofDays(1);
            case 'h' -> Duration.ofHours(1);
            case 'm' -> Duration.ofMinutes(1);
            default -> Duration.ofSeconds(1);
        };
    }
}
