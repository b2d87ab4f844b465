package dev.longview.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.config.Templates;
import dev.longview.loop.Workspace;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.Service;
import dev.longview.simulate.drive.Driver;
import dev.longview.simulate.streaming.PopularityRecommender;
import dev.longview.simulate.streaming.StreamingService;
import dev.longview.simulate.streaming.Truth.AccountTruth;
import dev.longview.simulate.streaming.World;
import dev.longview.simulate.streaming.WorldParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator as a client: members come in compressed time, and the service learns from what they do, and from what it expects of them. */
class ClosedLoopTest {
    private static final long START = 1_767_225_600_000_000L;
    private static final long DAY = 86_400_000_000L;

    @TempDir
    Path folder;

    @Test
    @Tag("thorough")
    void service_thatLearnsOverHttp_satisfiesMembersMoreThanChanceDoes() throws IOException {
        int warmUp = 10;
        int days = 10;
        Path root = Files.createDirectory(folder.resolve("w"));
        Files.writeString(
                root.resolve(Workspace.CONFIG),
                Templates.text(Templates.STREAMING).orElseThrow());
        StreamingService world = StreamingService.of(World.create(WorldParameters.defaults(), 11, 400, START))
                .withTruthFrom(START + warmUp * DAY);
        Recommender uniform = PopularityRecommender.uniform();
        Service learned;
        int versions;
        try (HttpProduct product = new HttpProduct(Workspace.open(root), "glad")) {
            learned = Driver.of(product, Files.createDirectory(folder.resolve("files")))
                    .withWarmUp(warmUp, Assigner.everybody(uniform))
                    .withRefreshEvery(3)
                    .drive(world, days);
            versions = product.versions().size();
        }
        Service chance = world;
        for (int day = 0; day < warmUp + days; day++) {
            chance = chance.run(1, Assigner.everybody(uniform), LogSink.nobody(), Progress.silent());
        }
        assertThat(versions).isGreaterThanOrEqualTo(3);
        double[] served = satisfaction(learned);
        double[] drawn = satisfaction(chance);
        // The same members on the same days: the difference of two means, each with its standard error.
        assertThat(served[0] - drawn[0])
                .as("%.4f ± %.4f learned, %.4f ± %.4f by chance", served[0], served[1], drawn[0], drawn[1])
                .isGreaterThan(2 * Math.hypot(served[1], drawn[1]));
    }

    /** Satisfaction from plays per day of an account, and its standard error over accounts. */
    private static double[] satisfaction(Service service) {
        var accounts = ((StreamingService) service).truth().values();
        double sum = 0;
        double squares = 0;
        for (AccountTruth account : accounts) {
            double each = account.playSatisfaction() / account.activeDays();
            sum += each;
            squares += each * each;
        }
        int n = accounts.size();
        double mean = sum / n;
        return new double[] {mean, Math.sqrt((squares / n - mean * mean) / n)};
    }
}
