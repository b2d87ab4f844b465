package dev.longview.simulate.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.Table;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.Progress;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.Service;
import dev.longview.simulate.published.ChocolateKale;
import dev.longview.simulate.published.ChocolateKaleService;
import dev.longview.simulate.published.ImpatientShows;
import dev.longview.simulate.published.ImpatientShowsService;
import dev.longview.simulate.published.InterestEvolution;
import dev.longview.simulate.published.InterestEvolutionService;
import dev.longview.simulate.streaming.PopularityRecommender;
import dev.longview.simulate.streaming.SimulatedLog;
import dev.longview.simulate.streaming.StreamingService;
import dev.longview.simulate.streaming.World;
import dev.longview.simulate.streaming.WorldParameters;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverTest {
    private static final long START = 1_767_225_600_000_000L;
    private static final long DAY = 86_400_000_000L;
    private static final int WARM_UP = 2;
    private static final int DAYS = 5;
    private static final Assigner LOGGING = Assigner.everybody(PopularityRecommender.withDefaults());
    private static final Pattern RECEIVED = Pattern.compile("\"received\":(\\d+)");
    private static final Pattern KEY = Pattern.compile("\"([^\"]+)\":");

    /** The product's rule, in this process. */
    private static final Recommender RULE = (visit, slate) -> {
        slate.policy("rule");
        int candidates = visit.candidates().size();
        for (int p = 0; p < Math.min(slate.capacity(), RecordedProduct.positions()); p++) {
            slate.add(RecordedProduct.place(visit.decisionId(), p, candidates), 0.25, Double.NaN, p);
        }
    };

    @TempDir
    Path folder;

    private final RecordedProduct product = new RecordedProduct();

    @Test
    void drive_logOfAllDays_isThatOfAPlainRunUnderTheSameSlates() {
        StreamingService driven = (StreamingService) drive();
        List<String> plain = new ArrayList<>();
        StreamingService end = service()
                .run(WARM_UP, LOGGING, (table, rows) -> write(table, rows, plain), Progress.silent())
                .run(DAYS, Assigner.everybody(RULE), (table, rows) -> write(table, rows, plain), Progress.silent());
        long until = START + (WARM_UP + DAYS) * DAY;
        List<String> arrived =
                plain.stream().filter(line -> received(line) <= until).toList();
        List<String> taken =
                product.taken.stream().flatMap(file -> file.lines().stream()).toList();

        // Each once: what is late beyond the end has not arrived.
        assertThat(taken).containsExactlyInAnyOrderElementsOf(arrived);
        assertThat(arrived.size()).isLessThan(plain.size());
        // Means of several runs are put together: the same but for rounding.
        assertThat(driven.truth())
                .usingRecursiveComparison()
                .withEqualsForType((a, b) -> Math.abs(a - b) < 1e-12, Double.class)
                .isEqualTo(end.truth());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void drive_eachFile_holdsWhatWasReceivedByItsDaysEndAndNothingLater() {
        drive();

        assertThat(product.taken).hasSize(WARM_UP + DAYS);
        for (int day = 0; day < product.taken.size(); day++) {
            long end = midnight(day + 1);
            List<Long> received = product.taken.get(day).lines().stream()
                    .map(DriverTest::received)
                    .toList();
            assertThat(received).isNotEmpty().allMatch(micros -> micros <= end);
            // In the warm-up nobody is asked at midnight, and what it brings comes with its day.
            assertThat(received).allMatch(micros -> micros > end - DAY || end <= midnight(WARM_UP));
        }
        // Some are held back: plays of a day, received on a later one.
        assertThat(product.taken.stream().flatMap(file -> file.lines().stream()))
                .anyMatch(line -> line.contains("\"kind\":\"play\"") && day(received(line)) > day(time(line)));
    }

    @Test
    void drive_refreshedEveryTwoDays_asksEachDayAsOfItsMidnightWithAllBeforeItTaken() {
        drive();

        assertThat(product.asked).containsExactly(midnight(2), midnight(3), midnight(4), midnight(5), midnight(6));
        assertThat(product.refreshed).containsExactly(midnight(2), midnight(4), midnight(6));
        // All that was received by a midnight is taken before anybody is asked as of it.
        assertThat(product.taken.get(WARM_UP - 1).asOf()).isEqualTo(Long.MIN_VALUE);
        assertThat(product.taken.get(WARM_UP).asOf()).isEqualTo(midnight(WARM_UP));
    }

    @Test
    void drive_withoutWarmUp_beginsWithWhatIsKnownAtTheFirstMidnight() {
        Driver.of(product, folder).drive(service(), 1);
        RecordedProduct.Taken first = product.taken.getFirst();

        assertThat(product.refreshed).containsExactly(START);
        assertThat(first.asOf()).isEqualTo(Long.MIN_VALUE);
        assertThat(first.lines()).allMatch(line -> received(line) <= START);
        assertThat(first.lines()).anyMatch(line -> line.startsWith("{\"table\":\"items\""));
        assertThat(first.lines()).noneMatch(line -> line.startsWith("{\"table\":\"decisions\""));
    }

    /** A column that is not of the log would be a way for the truth to get out. */
    @Test
    void drive_whatLearnersGet_hasLoggedColumnsOnly() {
        drive();
        for (Table table : Table.values()) {
            Set<String> keys = new HashSet<>();
            product.taken.stream()
                    .flatMap(file -> file.lines().stream())
                    .filter(line -> line.startsWith("{\"table\":\"" + table.tableName() + "\""))
                    .forEach(line -> keys.addAll(keys(line)));
            assertThat(keys).as(table.tableName()).contains("received").isSubsetOf(schema(table));
        }
        Set<String> asked = new HashSet<>();
        product.visits.forEach(line -> asked.addAll(keys(line)));
        assertThat(asked)
                .containsExactlyInAnyOrder(
                        "decision_id",
                        "account",
                        "member",
                        "time",
                        "context.device",
                        "context.hour",
                        "member.tenure_days",
                        "member.favourite",
                        "candidates");
    }

    /** Of others' worlds, these two are driven as they stand: whom they show something does not depend on what. */
    @Test
    void drive_worldsThatOthersDefined_logIsThatOfAPlainRun() {
        List<Service> services = List.of(
                ImpatientShowsService.of(ImpatientShows.draw(2, 30), 5, START)
                        .withWindow(10)
                        .withDecisionsPerDay(20),
                ChocolateKaleService.of(ChocolateKale.withDefaults(), 9, START).withMembersPerDay(4));
        for (Service service : services) {
            RecordedProduct own = new RecordedProduct();
            Driver.of(own, folder).drive(service, DAYS);
            List<String> plain = new ArrayList<>();
            service.run(DAYS, Assigner.everybody(RULE), (table, rows) -> write(table, rows, plain), Progress.silent());

            assertThat(own.taken.stream().flatMap(file -> file.lines().stream()))
                    .as(service.name())
                    .containsExactlyInAnyOrderElementsOf(plain.stream()
                            .filter(line -> received(line) <= midnight(DAYS))
                            .toList());
        }
    }

    /** A session goes on for as long as it is liked: what comes next nobody can ask for a day ahead. */
    @Test
    void drive_visitsDependOnWhatIsShown_isRefusedWithTheReason() {
        Service sessions = InterestEvolutionService.of(InterestEvolution.withDefaults(), 3, START)
                .withMembersPerDay(5);

        assertThatThrownBy(() -> Driver.of(product, folder).drive(sessions, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("foreseen at the day's beginning")
                .hasMessageContaining("depend on what was shown on the same day");
    }

    @Test
    void drive_productLeavesAVisitOut_isRefused() {
        Product lazy = new Product() {
            @Override
            public void take(Path log) {}

            @Override
            public void refresh(long asOf) {}

            @Override
            public Path slates(Path visits, long asOf) {
                return DriverTest.write(folder.resolve("none.jsonl"), "");
            }
        };

        assertThatThrownBy(() -> Driver.of(lazy, folder).drive(service(), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the product answered 0 of");
    }

    @Test
    void line_ofEveryType_isJsonWithoutWhatIsMissing() throws IOException {
        SequencedMap<String, Column> columns = new LinkedHashMap<>();
        String[] words = {"a \"b\"", "c"};
        columns.put("text", new Column.Texts(new int[] {0, -1}, words));
        columns.put("list", new Column.TextLists(new int[] {0, 2, 2}, new int[] {1, 0}, words));
        columns.put("map", new Column.TextMaps(new int[] {0, 1, 1}, new int[] {1}, new int[] {0}, words));
        columns.put("number", new Column.Doubles(new double[] {0.1, Double.NaN}));
        columns.put("whole", new Column.Longs(new long[] {7, 0}, new boolean[] {false, true}));
        columns.put("truth", new Column.Booleans(new boolean[] {true, false}, new boolean[0]));

        assertThat(lines(Table.FEEDBACK, Batch.of(2, columns)))
                .containsExactly(
                        "{\"table\":\"feedback\",\"text\":\"a \\\"b\\\"\",\"list\":[\"c\",\"a \\\"b\\\"\"],"
                                + "\"map\":{\"c\":\"a \\\"b\\\"\"},\"number\":0.1,\"whole\":7,\"truth\":true}",
                        "{\"table\":\"feedback\",\"truth\":false}");
    }

    private Service drive() {
        return Driver.of(product, folder)
                .withWarmUp(WARM_UP, LOGGING)
                .withRefreshEvery(2)
                .drive(service(), DAYS);
    }

    private static StreamingService service() {
        return StreamingService.of(World.create(WorldParameters.defaults(), 4, 400, START));
    }

    private static long midnight(int day) {
        return START + day * DAY;
    }

    private static long day(long micros) {
        return Math.floorDiv(micros, DAY);
    }

    private static long received(String line) {
        Matcher received = RECEIVED.matcher(line);
        assertThat(received.find()).as(line).isTrue();
        return Long.parseLong(received.group(1));
    }

    private static long time(String line) {
        Matcher time = Pattern.compile("\"time\":(\\d+)").matcher(line);
        assertThat(time.find()).as(line).isTrue();
        return Long.parseLong(time.group(1));
    }

    private static Set<String> keys(String line) {
        Set<String> keys = new HashSet<>();
        Matcher key = KEY.matcher(line);
        while (key.find()) {
            keys.add(key.group(1));
        }
        return keys;
    }

    private static Set<String> schema(Table table) {
        Set<String> columns = new HashSet<>(table.types(SimulatedLog.FEATURES).keySet());
        columns.add("table");
        return columns;
    }

    private static void write(Table table, Batch rows, List<String> into) {
        try {
            into.addAll(lines(table, rows));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Table table, Batch rows) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            StringWriter text = new StringWriter();
            try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
                LogLines.write(json, table, rows, row);
            }
            lines.add(text.toString().strip());
        }
        return lines;
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
