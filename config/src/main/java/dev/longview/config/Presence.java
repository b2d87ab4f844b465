package dev.longview.config;

import java.util.List;

/** Whether a key must be written. */
sealed interface Presence {
    record Required() implements Presence {}

    /** @param yaml the default, as one would write it */
    record Defaulted(String yaml) implements Presence {}

    /** @param otherwise what holds without it, in words */
    record Optional(String otherwise) implements Presence {}

    /** Required when another key, of words, is one of these, and not allowed else. */
    record OnlyFor(String key, List<String> words) implements Presence {}

    /** Required when another key is written, and not allowed else. */
    record With(String key) implements Presence {}

    /** The default as a person reads it. */
    default String spoken() {
        return switch (this) {
            case Required() -> "required";
            case Defaulted(String yaml) -> "`" + yaml + "`";
            case Optional(String otherwise) -> otherwise;
            case OnlyFor(String key, List<String> words) ->
                "required for `" + key + "` " + String.join(", ", words) + "; else not allowed";
            case With(String key) -> "required with `" + key + "`; else not allowed";
        };
    }
}
