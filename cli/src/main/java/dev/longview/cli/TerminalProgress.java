package dev.longview.cli;

import dev.longview.loop.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Progress on standard error: one line that is written over in a terminal, and a plain line every few seconds elsewhere, with the rate
 * and, where the total is known, the time that is left.
 */
final class TerminalProgress implements Progress {
    private static final long TERMINAL_NANOS = Duration.ofMillis(100).toNanos();
    private static final long PLAIN_NANOS = Duration.ofSeconds(5).toNanos();

    private final PrintStream err;
    private final boolean terminal;
    private String what = "";
    private long began;
    private long told;
    private boolean open;

    TerminalProgress(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    static TerminalProgress onStandardError() {
        // The launcher knows whether standard error is one; Java itself does only from 22 on, and not of which stream.
        return new TerminalProgress(System.err, Boolean.getBoolean("longview.terminal"));
    }

    @Override
    public synchronized void at(String now, long done, long total) {
        long time = System.nanoTime();
        if (!now.equals(what)) {
            what = now;
            began = time;
            told = time;
            if (terminal) {
                show(line(done, total, 0));
            }
            return;
        }
        if (time - told >= (terminal ? TERMINAL_NANOS : PLAIN_NANOS)) {
            told = time;
            show(line(done, total, time - began));
        }
    }

    /** Takes the line away, so that what is printed next stands alone. */
    synchronized void end() {
        if (open && terminal) {
            err.print("\r\033[K");
            err.flush();
        }
        open = false;
        what = "";
    }

    private void show(String line) {
        if (terminal) {
            err.print("\r\033[K" + line);
            open = true;
        } else {
            err.println("longview: " + line);
        }
        err.flush();
    }

    private String line(long done, long total, long nanos) {
        StringBuilder line = new StringBuilder(what);
        line.append(String.format(Locale.ROOT, ": %,d", done));
        if (total > 0) {
            line.append(String.format(Locale.ROOT, " of %,d (%d%%)", total, 100 * done / total));
        }
        if (nanos > 0 && done > 0) {
            double perSecond = done / (nanos / 1e9);
            line.append(String.format(Locale.ROOT, ", %,.0f a second", perSecond));
            if (total > done) {
                line.append(String.format(Locale.ROOT, ", %.0f s left", (total - done) / perSecond));
            }
        }
        return line.toString();
    }
}
