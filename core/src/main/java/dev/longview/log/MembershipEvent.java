package dev.longview.log;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What can happen to a membership, as the log's table of them says it. */
public enum MembershipEvent {
    JOIN,
    RENEW,
    CANCEL_REQUESTED,
    LAPSE,
    PAYMENT_FAILED,
    REJOIN;

    /** As it is written: {@code payment-failed}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(MembershipEvent::word).toList();
    }
}
