package dev.longview.simulate.counterfactual;

import dev.longview.simulate.Recommender;
import dev.longview.simulate.streaming.Hidden;
import dev.longview.simulate.streaming.Hidden.HiddenTitle;
import dev.longview.simulate.streaming.ScriptedPlay;
import dev.longview.simulate.streaming.Truth.PlayTruth;
import dev.longview.simulate.streaming.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * What each {@link ScriptedCase} is truly worth. On one day the first member of every account plays a title as the case says; the same
 * world without that is the other side of the comparison, and only accounts in which the play turned out as the case says are counted.
 * The day itself counts: starting costs effort, and a good hour is one.
 */
public final class ScriptedCases {
    private final World world;
    private final Recommender recommender;
    private final int days;

    /**
     * @param recommender that serves everybody on both sides; one that does not learn from plays, or an account's play moves others' slates
     * @param days of a run, more than the 45 that a play can take
     */
    public ScriptedCases(World world, Recommender recommender, int days) {
        if (days <= 45) {
            throw new IllegalArgumentException("a play can take 45 days; a roll-out of cases needs more than " + days);
        }
        this.world = world;
        this.recommender = recommender;
        this.days = days;
    }

    /** All cases, in the order of their declaration. */
    public SequencedMap<ScriptedCase, Effect> effects() {
        RollOut.Became without = RollOut.over(days).run(Course.of(world, recommender));
        SequencedMap<ScriptedCase, Effect> effects = new LinkedHashMap<>();
        for (ScriptedCase each : ScriptedCase.values()) {
            effects.put(each, effect(each, without));
        }
        return effects;
    }

    private Effect effect(ScriptedCase each, RollOut.Became without) {
        Hidden hidden = world.hidden();
        List<HiddenTitle> titles = hidden.titles();
        List<ScriptedPlay> plays = new ArrayList<>();
        Map<String, String> accountOf = new HashMap<>();
        Map<String, String> written = new HashMap<>();
        for (int i = 0; i < hidden.members(); i++) {
            int member = i;
            if (hidden.firstOfActiveAccount(i)) {
                each.title(hidden, titles, i).ifPresent(title -> {
                    plays.add(each.play(world.day(), member, title.index()));
                    written.put(hidden.member(member), title.item());
                    accountOf.put(hidden.member(member), hidden.account(member));
                });
            }
        }
        RollOut.Became with = RollOut.over(days).run(Course.of(world.scripted(plays), recommender));
        Set<String> happened = new TreeSet<>();
        for (PlayTruth play : with.plays()) {
            if (play.item().equals(written.get(play.member())) && each.happened(play)) {
                happened.add(Objects.requireNonNull(accountOf.get(play.member())));
            }
        }
        return RollOut.over(days).among(happened).difference(with, without);
    }
}
