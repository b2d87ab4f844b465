package dev.longview.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Accounts of which the chance to renew is known. Of the keen 0.9 stay, of others 0.6. Who stays plays what is recommended with
 * probability 0.6, else 0.2, after an exponential time of mean two days; who leaves asks to cancel before the billing with probability 0.8,
 * who stays with 0.1, at a uniform time from the decision to it. Who stays renews when due; who leaves lapses then, or one in five of those
 * who ask at once. The log has what happened, with what is received up to 20 hours late.
 */
final class Renewals {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final double DAYS = 75;
    static final int ACCOUNTS = 6_000;

    /** In days since the start; NaN for what does not happen. */
    record Account(
            int id,
            boolean keen,
            double decided,
            double due,
            boolean stays,
            double played,
            double asked,
            double left,
            double late) {

        /** What is known by a moment, apart from lapses, leaves this probability of renewing. */
        double chance(double now) {
            double stay = keen ? 0.9 : 0.6;
            double came = 1 - Math.exp(-(now - decided) / 2);
            double part = Math.min(1, (now - decided) / (due - decided));
            boolean hasPlayed = played <= now;
            boolean hasAsked = asked + late <= now;
            double ifStays = stay * (hasPlayed ? 0.6 : 1 - 0.6 * came) * (hasAsked ? 0.1 : 1 - 0.1 * part);
            // One in five of those who ask leaves at once, and then nothing is open any more.
            double ifLeaves = (1 - stay) * (hasPlayed ? 0.2 : 1 - 0.2 * came) * (hasAsked ? 0.8 * 0.8 : 1 - 0.8 * part);
            return ifStays / (ifStays + ifLeaves);
        }

        /** P(it will have been played), given that the account stays and has not played yet. */
        double willPlay(double now) {
            double came = 1 - Math.exp(-(now - decided) / 2);
            double counts = 1 - Math.exp(-10.0 / 2);
            return played <= now ? 1 : 0.6 * Math.max(0, counts - came) / (1 - 0.6 * came);
        }
    }

    private Renewals() {}

    static List<Account> draw(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Account> accounts = new ArrayList<>();
        for (int id = 0; id < ACCOUNTS; id++) {
            double decided = DAYS * id / ACCOUNTS;
            double due = decided + 0.02 + 29.9 * random.nextDouble();
            boolean keen = random.nextBoolean();
            boolean stays = random.nextDouble() < (keen ? 0.9 : 0.6);
            double played = decided - 2 * Math.log(1 - random.nextDouble());
            boolean plays = random.nextDouble() < (stays ? 0.6 : 0.2);
            double asked = decided + (due - decided) * random.nextDouble();
            boolean asks = random.nextDouble() < (stays ? 0.1 : 0.8);
            boolean atOnce = random.nextDouble() < 0.2;
            double left = stays ? Double.NaN : asks && atOnce ? asked + 0.01 : due + 0.04;
            accounts.add(new Account(
                    id,
                    keen,
                    decided,
                    due,
                    stays,
                    plays && played < decided + 10 ? played : Double.NaN,
                    asks ? asked : Double.NaN,
                    left,
                    0.8 * random.nextDouble()));
        }
        return accounts;
    }

    /** Writes what had been received by a moment; infinity for all. */
    static void write(List<Account> accounts, Path file, double receivedBy) {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            line(
                    out,
                    String.format(
                            "\"table\": \"items\", \"item\": \"i\", \"valid_from\": \"%1$s\", \"received\": \"%1$s\"",
                            at(0)));
            for (Account account : accounts) {
                if (account.decided <= receivedBy) {
                    one(account, out, receivedBy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    private static void one(Account of, BufferedWriter out, double receivedBy) throws IOException {
        String id = "" + of.id;
        line(
                out,
                String.format(
                        "\"table\": \"decisions\", \"decision_id\": \"d%1$s\", \"account\": \"a%1$s\", \"member\":"
                                + " \"a%1$s\", \"time\": \"%2$s\", \"received\": \"%2$s\", \"usable_off_policy\": true,"
                                + " \"context.keen\": %3$d",
                        id, at(of.decided), of.keen ? 1 : 0));
        line(
                out,
                String.format(
                        "\"table\": \"slates\", \"decision_id\": \"d%s\", \"position\": 0, \"item\": \"i\","
                                + " \"conditional_propensity\": 1.0, \"received\": \"%s\"",
                        id, at(of.decided)));
        // Every hundredth account is not known to be a member: no billing is due.
        if (of.id % 100 != 0) {
            String until = ", \"period_end\": \"" + at(of.due) + "\"";
            membership(out, "join", of, until, of.due - 30, of.due - 30);
        }
        if (of.played <= receivedBy) {
            line(
                    out,
                    String.format(
                            "\"table\": \"feedback\", \"event_id\": \"p%1$s\", \"kind\": \"play\", \"member\":"
                                + " \"a%1$s\", \"item\": \"i\", \"decision_id\": \"d%1$s\", \"position\": 0, \"time\":"
                                + " \"%2$s\", \"received\": \"%2$s\"",
                            id, at(of.played)));
        }
        if (of.asked + of.late <= receivedBy) {
            membership(out, "cancel-requested", of, "", of.asked, of.asked + of.late);
        }
        if (of.left + of.late <= receivedBy) {
            membership(out, "lapse", of, "", of.left, of.left + of.late);
        }
        if (of.stays && of.due + of.late <= receivedBy) {
            String until = ", \"period_end\": \"" + at(of.due + 30) + "\"";
            membership(out, "renew", of, until, of.due, of.due + of.late);
        }
    }

    private static void membership(
            BufferedWriter out, String event, Account of, String more, double time, double received)
            throws IOException {
        line(
                out,
                String.format(
                        "\"table\": \"memberships\", \"event_id\": \"%1$s%2$d\", \"account\": \"a%2$d\", \"event\":"
                                + " \"%1$s\", \"time\": \"%3$s\", \"received\": \"%4$s\"%5$s",
                        event, of.id, at(time), at(received), more));
    }

    private static void line(BufferedWriter out, String fields) throws IOException {
        out.write("{" + fields + "}\n");
    }

    private static Instant at(double day) {
        return START.plusMillis((long) (day * 86_400_000));
    }
}
