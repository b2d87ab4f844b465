package dev.longview.cli;

import dev.longview.engine.Upkeep.Compacted;
import dev.longview.engine.Upkeep.Expired;
import dev.longview.log.Table;
import dev.longview.loop.Reach;
import dev.longview.loop.Refusal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code longview log}: the upkeep of the log's files. */
@Command(
        name = "log",
        description = "Keeps the log's files in order, while others read and write them.",
        subcommands = {LogCommand.Compact.class, LogCommand.Expire.class},
        footer = {"", "Example:", "  longview log compact"})
final class LogCommand extends CommandGroup {
    /** What expires: what holds for longer than it was received stays. */
    private static final Set<Table> EXPIRING = EnumSet.of(Table.DECISIONS, Table.SLATES, Table.FEEDBACK);

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new Refusal(
                    "--before: '" + text + "' is no day. Write a date, 2026-01-31: the log is kept in days of UTC", e);
        }
    }

    /** {@code longview log compact}. */
    @Command(
            name = "compact",
            description = "Puts the small files of each table and day together. No row changes; importing a file again"
                    + " still changes nothing.",
            footer = {"", "Example:", "  longview log compact --before 2026-02-01"})
    static final class Compact implements Callable<Integer> {
        private static final Pattern SIZE = Pattern.compile("([0-9]{1,6})([KMG])", Pattern.CASE_INSENSITIVE);

        @Mixin
        private final Common common = new Common();

        @Option(names = "--before", paramLabel = "DATE", description = "Days received before this one (default: all).")
        private Optional<String> before = Optional.empty();

        @Option(
                names = "--target-size",
                paramLabel = "SIZE",
                defaultValue = "256M",
                description = "About how large a file shall become, in K, M or G of bytes; files of half of it are left"
                        + " alone (default: ${DEFAULT-VALUE}).")
        private String target = "";

        /** What was done. */
        record Compaction(List<Compacted> tables) {}

        @Override
        public Integer call() {
            LocalDate day = before.map(LogCommand::date).orElse(LocalDate.MAX);
            long bytes = bytes(target);
            common.withLoop(loop -> {
                Compaction report = new Compaction(loop.engine().upkeep().compact(day, bytes));
                common.output().print(report, out -> {
                    TextTable table = TextTable.withWords(1, "table", "files", "become", "rows", "bytes", "become");
                    report.tables()
                            .forEach(each -> table.row(
                                    each.table().tableName(),
                                    Numbers.count(each.filesBefore()),
                                    Numbers.count(each.filesAfter()),
                                    Numbers.count(each.rows()),
                                    Numbers.count(each.bytesBefore()),
                                    Numbers.count(each.bytesAfter())));
                    if (report.tables().isEmpty()) {
                        out.println("nothing to compact: no day has several small files");
                    } else {
                        table.print(out);
                    }
                });
            });
            return Exit.DONE;
        }

        private static long bytes(String text) {
            Matcher size = SIZE.matcher(text);
            if (!size.matches() || Long.parseLong(size.group(1)) == 0) {
                throw new Refusal("--target-size: '" + text + "' is no size; write 64M, or 1G");
            }
            int power = switch (size.group(2)) {
                case "K", "k" -> 10;
                case "M", "m" -> 20;
                default -> 30;
            };
            return Long.parseLong(size.group(1)) << power;
        }
    }

    /** {@code longview log expire}. */
    @Command(
            name = "expire",
            description =
                    "Deletes what was received before a day: decisions, slates and feedback. Items, candidate sets and"
                            + " memberships stay, since they hold for longer. What is left of a visit at the border is"
                            + " counted by longview validate: feedback without its decision is nobody's outcome.",
            footer = {
                "",
                "Examples:",
                "  longview log expire --before 2025-01-01 --dry-run",
                "  longview log expire --before 2025-01-01",
                "  longview log expire --before 2020-01-01 --table memberships"
            })
    static final class Expire implements Callable<Integer> {
        @Mixin
        private final Common common = new Common();

        @Option(
                names = "--before",
                required = true,
                paramLabel = "DATE",
                description = "Days received before this one, in UTC, go.")
        private String before = "";

        @Option(
                names = "--table",
                paramLabel = "TABLE",
                description = "These tables only: decisions, slates, feedback, memberships.")
        private List<String> tables = new ArrayList<>();

        @Option(names = "--dry-run", description = "Only tell what would go.")
        private boolean dryRun;

        /** What went, or would. */
        record Expiry(boolean dryRun, List<Line> tables, Optional<Cut> cut) {}

        /**
         * What of the decisions that stay looks at what goes.
         *
         * @param of what looks farthest, and how many days
         * @param unaffectedFrom decisions from this day on miss nothing
         * @param safeBefore the day to expire before, so that those of the one given miss nothing
         */
        record Cut(String of, long days, String unaffectedFrom, String safeBefore) {
            static Optional<Cut> of(Optional<Reach> reach, LocalDate before, List<Expired> gone) {
                return reach.filter(longest -> gone.stream()
                                .anyMatch(table -> !table.lastDay().isBefore(before.minusDays(longest.days()))))
                        .map(longest -> new Cut(
                                longest.of(),
                                longest.days(),
                                before.plusDays(longest.days()).toString(),
                                before.minusDays(longest.days()).toString()));
            }

            String sentence(LocalDate before) {
                return "warning: decisions from " + before + " to before " + unaffectedFrom
                        + " may miss events and engagements that are among these, as " + of + " reaches " + days
                        + " days. For those from " + before + " to miss nothing: --before " + safeBefore;
            }
        }

        /** What of a table. */
        record Line(String table, long rows, long files, long bytes, String firstDay, String lastDay) {
            static Line of(Expired expired) {
                return new Line(
                        expired.table().tableName(),
                        expired.rows(),
                        expired.files(),
                        expired.bytes(),
                        expired.firstDay().toString(),
                        expired.lastDay().toString());
            }
        }

        @Override
        public Integer call() {
            LocalDate day = date(before);
            Set<Table> chosen = tables.isEmpty()
                    ? EXPIRING
                    : tables.stream()
                            .map(Expire::table)
                            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Table.class)));
            common.withLoop(loop -> {
                List<Expired> gone = loop.engine().upkeep().expire(chosen, day, dryRun);
                Optional<Cut> cut = Cut.of(Reach.longest(loop.configuration()), day, gone);
                Expiry report = new Expiry(dryRun, gone.stream().map(Line::of).toList(), cut);
                common.output().print(report, out -> {
                    TextTable table =
                            TextTable.withWords(1, "table", "rows", "files", "bytes", "first day", "last day");
                    report.tables()
                            .forEach(each -> table.row(
                                    each.table(),
                                    Numbers.count(each.rows()),
                                    Numbers.count(each.files()),
                                    Numbers.count(each.bytes()),
                                    each.firstDay(),
                                    each.lastDay()));
                    if (report.tables().isEmpty()) {
                        out.println("nothing was received before " + day);
                    } else {
                        out.println(dryRun ? "would go, without --dry-run:" : "gone:");
                        table.print(out);
                        report.cut().ifPresent(cutting -> out.println(cutting.sentence(day)));
                    }
                });
            });
            return Exit.DONE;
        }

        private static Table table(String name) {
            Table table = Arrays.stream(Table.values())
                    .filter(each -> each.tableName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new Refusal("--table: there is no table '" + name + "'; there are decisions,"
                            + " slates, feedback, memberships to expire"));
            if (table == Table.ITEMS || table == Table.CANDIDATE_SETS) {
                throw new Refusal("--table: " + name + " do not expire: those received long ago can be valid still."
                        + " There are decisions, slates, feedback, memberships");
            }
            return table;
        }
    }
}
