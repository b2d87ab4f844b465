package dev.longview.simulate.streaming;

import java.util.List;
import java.util.Optional;

/**
 * What makes the world hard, each to be switched off. With all off, appeal is quality and a play is satisfaction: then the click-through
 * rate is the right reward, and whoever optimises anything else must not lose to it.
 */
public record Effects(
        @Stated(what = "appeal differs from quality", from = 0, to = 1)
        boolean clickbait,

        @Stated(what = "the satisfaction of a play differs from 1", from = 0, to = 1)
        boolean hiddenWorth,

        @Stated(what = "events and thumbs come late, and some twice", from = 0, to = 1)
        boolean delays,

        @Stated(what = "tastes can be widened", from = 0, to = 1)
        boolean discovery,

        @Stated(what = "a play that goes on can stop early first", from = 0, to = 1)
        boolean interruptions,

        @Stated(what = "season and weekend move visits, and season churn", from = 0, to = 1)
        boolean seasons,

        @Stated(what = "members have moods that last", from = 0, to = 1)
        boolean moods,

        @Stated(what = "there are campaigns", from = 0, to = 1)
        boolean marketing,

        @Stated(what = "what was shown or played before is played less", from = 0, to = 1)
        boolean fatigue,

        @Stated(what = "accounts are shared", from = 0, to = 1)
        boolean households,

        @Stated(what = "accounts lapse without wanting to", from = 0, to = 1)
        boolean paymentFailures,

        @Stated(what = "there are organic plays", from = 0, to = 1)
        boolean search,

        @Stated(what = "some slates are never looked at", from = 0, to = 1)
        boolean unseen) {
    static final Effects ALL =
            new Effects(true, true, true, true, true, true, true, true, true, true, true, true, true);
    static final Effects NONE =
            new Effects(false, false, false, false, false, false, false, false, false, false, false, false, false);

    /** The names, as {@link #without} takes them. */
    public static List<String> names() {
        return Setting.of(ALL).stream().map(Setting::name).toList();
    }

    /** These but for one. Nothing where there is no effect of that name. */
    public Optional<Effects> without(String name) {
        return names().contains(name) ? Optional.of(Setting.changed(this, name, false)) : Optional.empty();
    }
}
