package dev.longview.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.longview.loop.Progress;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Progress on standard error: one line that is written over in a terminal, and a plain line every few seconds elsewhere, with the rate
 * and, where the total is known, the time that is left; and a line for each piece of work that is done, with the time it took.
 */
final class TerminalProgress implements Progress {
    private static final long TERMINAL_NANOS = Duration.ofMillis(100).toNanos();
    private static final long PLAIN_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long WORTH_A_LINE = Duration.ofMillis(500).toNanos();

    private final PrintStream err;
    private final boolean terminal;
    private String what = "";
    private long began;
    private long told;
    private long latest;
    private boolean open;

    TerminalProgress(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    static TerminalProgress onStandardError() {
        // The launcher knows whether standard error is one; Java itself does only from 22 on, and not of which stream.
        return new TerminalProgress(System.err, Boolean.getBoolean("longview.terminal"));
    }

    /** For who asked for silence. */
    static TerminalProgress silent() {
        return new TerminalProgress(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8), false);
    }

    @Override
    public synchronized void at(String now, long done, long total) {
        long time = System.nanoTime();
        if (!now.equals(what)) {
            finish(time);
            what = now;
            began = time;
            told = time;
            latest = done;
            if (terminal) {
                show(line(done, total, 0));
            }
            return;
        }
        latest = done;
        if (time - told >= (terminal ? TERMINAL_NANOS : PLAIN_NANOS)) {
            told = time;
            show(line(done, total, time - began));
        }
    }

    /** Takes the line away, so that what is printed next stands alone. */
    synchronized void end() {
        finish(System.nanoTime());
        if (open && terminal) {
            err.print("\r\033[K");
            err.flush();
        }
        open = false;
        what = "";
    }

    /** A line that stays, for what took long enough to be worth one. */
    private void finish(long time) {
        if (what.isEmpty() || time - began < WORTH_A_LINE) {
            return;
        }
        String line = String.format(Locale.ROOT, "%s: %,d in %.1f s", what, latest, (time - began) / 1e9);
        err.println((terminal ? "\r\033[K" : "longview: ") + line);
        err.flush();
        open = false;
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
