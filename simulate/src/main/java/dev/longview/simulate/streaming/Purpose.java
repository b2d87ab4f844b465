package dev.longview.simulate.streaming;

/** What a number is drawn for. The codes are part of what a seed means: append, never change. */
final class Purpose {
    static final long TITLE = 0;
    static final long MEMBER = 1;
    static final long JOINS = 2;
    static final long VISIT = 3;
    static final long TIME = 4;
    static final long DEVICE = 5;
    static final long SEEN = 6;
    static final long SLATE = 7;
    static final long PLAY = 8;
    static final long ORGANIC = 9;
    static final long KIND_OF_ENGAGEMENT = 10;
    static final long INTERRUPTION = 11;
    static final long SESSION = 12;
    static final long CONTINUE = 13;
    static final long THUMB = 14;
    static final long WITHDRAW = 15;
    static final long DELAY = 16;
    static final long BILLING = 17;
    static final long RETURN = 18;
    static final long ACCOUNT = 19;
    static final long MOOD = 20;
    static final long CAMPAIGN = 21;
    static final long PAYMENT = 22;
    static final long TWICE = 23;
    static final long WORLD = 24;

    private Purpose() {}
}
