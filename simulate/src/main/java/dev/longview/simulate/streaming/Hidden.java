package dev.longview.simulate.streaming;

import java.util.List;

/**
 * What nobody in the service can see, as of a world's day: for judging, and for choosing what a roll-out asks. Members and titles are told
 * by their indices.
 */
public final class Hidden {
    private final World world;

    /**
     * @param quality standard normal, as is appeal
     */
    public record HiddenTitle(int index, String item, int genre, boolean film, double quality, double appeal) {}

    Hidden(World world) {
        this.world = world;
    }

    /** The titles that are offered on the world's day. */
    public List<HiddenTitle> titles() {
        return world.titles.stream()
                .filter(title -> title.offeredOn(world.day))
                .map(title -> new HiddenTitle(
                        title.index(), title.item(), title.genre(), title.film(), title.quality(), title.appeal()))
                .toList();
    }

    /** How long a title that has been offered is, in minutes: a film, or all episodes of a series. */
    public int minutes(String item) {
        return world.titles.get(world.indexOf(item)).minutes();
    }

    public int members() {
        return world.members.size;
    }

    public String member(int member) {
        return world.members.member[member];
    }

    public String account(int member) {
        return world.accounts.id[world.members.account[member]];
    }

    /** Whether the member is the first of an account that is subscribed. */
    public boolean firstOfActiveAccount(int member) {
        int account = world.members.account[member];
        return world.accounts.active[account] && world.accounts.first[account] == member;
    }

    /** About standard normal over members. */
    public double taste(int member, int genre) {
        return world.members.taste(member, genre);
    }

    /** The satisfaction S of a member. */
    public double satisfaction(int member) {
        return world.members.satisfaction[member];
    }

    /** Whether the member has ever played the title. */
    public boolean played(int member, int title) {
        return world.members.hasPlayed(member, title);
    }
}
