package dev.longview;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Arrows point down only. This module sees all others, so the rules for all of them stand here. */
class ArchitectureTest {
    /** The rooms of core, lowest first: each may know those before it. */
    private static final List<String> CORE = List.of(
            "onnx",
            "columns",
            "syntax",
            "log",
            "outcome",
            "reward",
            "delay",
            "label",
            "policy",
            "evaluate",
            "experiment");

    private static final String[] CORE_PACKAGES =
            CORE.stream().map(ArchitectureTest::packages).toArray(String[]::new);

    private static final JavaClasses LONGVIEW = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.longview");

    @TestFactory
    List<DynamicTest> coreRoom_knowsOnlyTheRoomsBelowIt() {
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < CORE.size() - 1; i++) {
            String[] above = CORE.subList(i + 1, CORE.size()).stream()
                    .map(ArchitectureTest::packages)
                    .toArray(String[]::new);
            ArchRule rule = noClasses()
                    .that()
                    .resideInAPackage(packages(CORE.get(i)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above);
            tests.add(DynamicTest.dynamicTest(CORE.get(i), () -> check(rule)));
        }
        return tests;
    }

    @Test
    void core_knowsOnlyItselfAndTheJdk() {
        check(classes()
                .that()
                .resideInAnyPackage(CORE_PACKAGES)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(CORE_PACKAGES)
                        .or(resideInAnyPackage("java..", "org.jspecify..", "org.apache.commons.statistics.."))
                        .or(arraysOfPrimitives())));
    }

    @Test
    void core_doesNoInputOrOutput() {
        // An exception to throw is no input or output: what reads for core may fail with it. Fused reads a class of its
        // own jar.
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(CORE_PACKAGES)
                        .and()
                        .doNotHaveSimpleName("Fused")
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "java.sql..")
                                        .and(
                                                DescribedPredicate.not(
                                                        nameMatching(
                                                                "java\\.io\\.(IOException|UncheckedIOException|Serializable|ObjectStreamException)")))));
    }

    @Test
    void core_readsNoClock() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CORE_PACKAGES)
                .should()
                .callMethodWhere(calls("java\\.lang\\.System", "currentTimeMillis|nanoTime"))
                .orShould()
                .callMethodWhere(calls("java\\.time\\..*", "now"))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class));
    }

    @Test
    void core_drawsOnlyFromASeed() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CORE_PACKAGES)
                .should()
                .callMethodWhere(calls("java\\.lang\\.(Strict)?Math", "random"))
                .orShould()
                .callMethodWhere(calls("java\\.util\\.UUID", "randomUUID"))
                .orShould()
                .callMethodWhere(calls("java\\.util\\.random\\.RandomGenerator", "getDefault|of"))
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callConstructor(SplittableRandom.class)
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(ThreadLocalRandom.class, SecureRandom.class));
    }

    /** What is native stays behind core's interface. */
    @Test
    void trees_areKnownToTheLoopAloneAndXgboostToThemAlone() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(packages("trees"), packages("loop"), packages("benchmarks"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(packages("trees")));
        check(noClasses()
                .that()
                .resideOutsideOfPackage(packages("trees"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ml.dmlc.."));
        check(noClasses()
                .that()
                .resideInAPackage(packages("trees"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.longview..")
                        .and(DescribedPredicate.not(
                                resideInAnyPackage(packages("trees"), packages("delay"), packages("reward"))))));
    }

    /** The world must be judged by what the log shows: it shares no code with what judges it. */
    @Test
    void simulate_knowsOfCoreOnlyTheLog() {
        check(noClasses()
                .that()
                .resideInAPackage(packages("simulate"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.longview..")
                        .and(DescribedPredicate.not(
                                resideInAnyPackage(packages("simulate"), packages("log"), packages("columns"))))));
    }

    /** What the simulator drives, it drives as anybody would: through commands and files. */
    @Test
    void commandLineProduct_knowsOnlyTheCommandLine() {
        check(noClasses()
                .that()
                .haveFullyQualifiedName("dev.longview.cli.CommandLineProduct")
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.longview..")
                        .and(DescribedPredicate.not(nameMatching(
                                "dev\\.longview\\.(cli\\.(Main|CommandLineProduct)|simulate\\.drive\\.Product)")))));
    }

    /** What no log has is planted by the study, in a workspace of its own, and by nothing else. */
    @Test
    void trueSatisfaction_isPlantedByTheStudyAlone() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(packages("simulate"))
                .and()
                .doNotHaveFullyQualifiedName("dev.longview.cli.Study")
                .and()
                .doNotHaveFullyQualifiedName("dev.longview.cli.OracleWorkspace")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("dev\\.longview\\.simulate\\.streaming\\.Oracle.*"));
    }

    /** The driver sees of services what all have in common, never what one of them hides. */
    @Test
    void drive_knowsOnlyTheFaceOfServices() {
        check(noClasses()
                .that()
                .resideInAPackage(packages("simulate.drive"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.longview..")
                        .and(DescribedPredicate.not(resideInAnyPackage(
                                packages("simulate.drive"),
                                "dev.longview.simulate",
                                packages("log"),
                                packages("columns"))))));
    }

    /** The modules above core, each with those of them that it may know. */
    @TestFactory
    List<DynamicTest> module_knowsOnlyTheModulesBelowIt() {
        Map<String, List<String>> below = Map.of(
                "config", List.of(),
                "ingest", List.of(),
                "report", List.of(),
                "simulate", List.of(),
                "engine", List.of("config"),
                "loop", List.of("config", "engine"),
                "serve", List.of("config", "engine", "ingest", "loop"));
        List<String> all =
                List.of("config", "ingest", "report", "simulate", "engine", "loop", "serve", "cli", "benchmarks");
        return below.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> check(noClasses()
                                .that()
                                .resideInAPackage(packages(entry.getKey()))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(all.stream()
                                        .filter(module -> !module.equals(entry.getKey())
                                                && !entry.getValue().contains(module))
                                        .map(ArchitectureTest::packages)
                                        .toArray(String[]::new)))))
                .toList();
    }

    /** Stations work on the interface: another engine must be able to stand behind it. */
    @Test
    void loop_knowsNoParticularEngine() {
        check(noClasses()
                .that()
                .resideInAPackage(packages("loop"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.longview.engine.duckdb.."));
    }

    /** What is acknowledged is on disk whoever asks for it: the journal knows rows, and neither HTTP nor what they are for. */
    @Test
    void journal_knowsRowsAndTheDiskAlone() {
        check(noClasses()
                .that()
                .resideInAPackage(packages("serve.journal"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.longview..", "io.helidon..", "com.fasterxml..")
                        .and(DescribedPredicate.not(resideInAnyPackage(
                                packages("serve.journal"),
                                packages("log"),
                                packages("columns"),
                                packages("engine.files"))))));
        check(noClasses()
                .that()
                .resideOutsideOfPackage(packages("serve.journal"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.sqlite.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackages(packages("serve.http"), packages("benchmarks"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.helidon.."));
    }

    @Test
    void names_sayWhatAThingIs() {
        check(noClasses().should().haveNameMatching(".*(Utils?|Manager|Helper|Impl)"));
    }

    @Test
    void package_isNullMarked() {
        assertThat(LONGVIEW)
                .extracting(JavaClass::getPackage)
                .filteredOn(javaPackage -> !javaPackage
                        .tryGetPackageInfo()
                        .map(info -> info.isAnnotatedWith(NullMarked.class))
                        .orElse(false))
                .extracting(JavaPackage::getName)
                .as("packages without a package-info.java that says @NullMarked")
                .isEmpty();
    }

    private static void check(ArchRule rule) {
        // A room may still be empty.
        rule.allowEmptyShould(true).check(LONGVIEW);
    }

    private static DescribedPredicate<JavaCall<?>> calls(String owner, String method) {
        DescribedPredicate<JavaCall<?>> ofOwner =
                target(owner(nameMatching(owner))).forSubtype();
        return ofOwner.and(target(nameMatching(method)).forSubtype());
    }

    private static String packages(String room) {
        return "dev.longview." + room + "..";
    }

    private static DescribedPredicate<JavaClass> arraysOfPrimitives() {
        return DescribedPredicate.describe(
                "primitives",
                type -> type.isPrimitive()
                        || (type.isArray() && type.getBaseComponentType().isPrimitive()));
    }
}
