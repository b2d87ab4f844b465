package dev.longview.simulate.counterfactual;

import dev.longview.simulate.streaming.Hidden;
import dev.longview.simulate.streaming.Hidden.HiddenTitle;
import dev.longview.simulate.streaming.ScriptedPlay;
import dev.longview.simulate.streaming.ScriptedPlay.HowItGoes;
import dev.longview.simulate.streaming.Truth.PlayTruth;
import java.util.List;
import java.util.Optional;

/**
 * The cases by which a reward is judged: a member plays a title in a way that a click-through rate cannot tell from any other. Each says
 * which titles and members it is about, how the play goes, and which of the plays turned out as it says.
 */
public enum ScriptedCase {
    FAST_SEASON(
            "a season of a good series in a genre that the member likes, finished within a week",
            HowItGoes.BINGED,
            false,
            "none") {
        @Override
        boolean fits(HiddenTitle title, double taste) {
            return !title.film() && title.quality() > 0.5 && taste > 0;
        }

        @Override
        boolean happened(PlayTruth play) {
            return play.completed() && days(play) <= 7;
        }
    },
    SLOW_SEASON_THUMB_DOWN(
            "a season that promised more than it is, finished after more than two weeks, thumb down",
            HowItGoes.STEADY,
            false,
            "down") {
        @Override
        boolean fits(HiddenTitle title, double taste) {
            return !title.film() && title.quality() < -0.5 && title.appeal() > title.quality() + 0.5;
        }

        @Override
        boolean happened(PlayTruth play) {
            return play.completed() && days(play) > 14;
        }
    },
    TEN_MINUTES_AND_AWAY("ten minutes of a title, and never again", HowItGoes.ABANDONED, false, "none") {
        @Override
        boolean fits(HiddenTitle title, double taste) {
            return ordinary(title);
        }

        @Override
        boolean happened(PlayTruth play) {
            return !play.completed();
        }
    },
    TEN_MINUTES_AND_BACK(
            "ten minutes of such a title, then an interruption, and finished on later days",
            HowItGoes.STEADY,
            true,
            "none") {
        @Override
        boolean fits(HiddenTitle title, double taste) {
            return ordinary(title);
        }

        @Override
        boolean happened(PlayTruth play) {
            return play.completed();
        }
    },
    GENRE_DISCOVERED(
            "a good series in a genre that was cold to the member, finished", HowItGoes.BINGED, false, "none") {
        @Override
        boolean fits(HiddenTitle title, double taste) {
            return !title.film() && title.quality() > 0.5 && taste < -0.5;
        }

        @Override
        boolean happened(PlayTruth play) {
            return play.completed();
        }
    },
    CLICKBAIT("a title with a fine poster and little behind it, played and left", HowItGoes.ABANDONED, false, "none") {
        @Override
        boolean fits(HiddenTitle title, double taste) {
            return title.appeal() > 0.5 && title.quality() < -0.5;
        }

        @Override
        boolean happened(PlayTruth play) {
            return !play.completed();
        }
    };

    /** Ten, and a little. */
    private static final double MOST_MINUTES = 15;

    private final String sentence;
    private final HowItGoes goes;
    private final boolean interrupted;
    private final String thumb;

    ScriptedCase(String sentence, HowItGoes goes, boolean interrupted, String thumb) {
        this.sentence = sentence;
        this.goes = goes;
        this.interrupted = interrupted;
        this.thumb = thumb;
    }

    /** What happens, for a person. */
    public String sentence() {
        return sentence;
    }

    abstract boolean fits(HiddenTitle title, double taste);

    /**
     * Whether a play that nobody wrote went as the case says, as far as the service could see it: of one that was finished, not what kind
     * of engagement it was. Of ten minutes of a title, that nothing more came, or that the rest came after an interruption.
     *
     * @param taste of the member for the title's genre
     */
    public boolean describes(PlayTruth play, HiddenTitle title, double taste) {
        return fits(title, taste)
                && (play.completed() || play.kind().equals(goes.told()))
                && play.interrupted() == interrupted
                && play.thumb().equals(thumb)
                && (this != TEN_MINUTES_AND_AWAY || play.minutes() <= MOST_MINUTES)
                && happened(play);
    }

    /** How the member's plays of those titles that the case is about would go, should they begin one. */
    public List<ScriptedPlay> directions(Hidden hidden, int member) {
        return hidden.titles().stream()
                .filter(title -> fits(title, hidden.taste(member, title.genre())))
                .map(title -> play(0, member, title.index()))
                .toList();
    }

    /** Whether a play that was begun as written turned out as the case says. */
    abstract boolean happened(PlayTruth play);

    ScriptedPlay play(int day, int member, int title) {
        return new ScriptedPlay(day, member, title, goes, interrupted, Optional.of(thumb));
    }

    /** A title for the member; nothing where none fits. Which of several depends on the member alone. */
    Optional<HiddenTitle> title(Hidden hidden, List<HiddenTitle> titles, int member) {
        for (int n = 0; n < titles.size(); n++) {
            HiddenTitle title = titles.get((int) ((member * 31L + n) % titles.size()));
            if (fits(title, hidden.taste(member, title.genre())) && !hidden.played(member, title.index())) {
                return Optional.of(title);
            }
        }
        return Optional.empty();
    }

    private static boolean ordinary(HiddenTitle title) {
        return Math.abs(title.quality()) < 0.5 && Math.abs(title.appeal()) < 0.5;
    }

    private static int days(PlayTruth play) {
        return play.endedDay() - play.startedDay();
    }
}
