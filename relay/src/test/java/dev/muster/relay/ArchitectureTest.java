package dev.muster.relay;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The plan of the house: which room may call which, and which rooms see a library.
class ArchitectureTest {
    private static final String ROOT = "dev.muster.relay";

    /// Each room, and what it may call. A new room gets its line here.
    private static final Map<String, Set<String>> ROOMS = Map.of(
            "net", Set.of("session", "policy"),
            "session", Set.of("policy", "live", "push", "sync", "store"),
            "push", Set.of("policy", "live", "store"),
            "sync", Set.of("policy", "store"),
            "live", Set.of("store"),
            "policy", Set.of("store"),
            "ops", Set.of("store"),
            "store", Set.of());

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(DO_NOT_INCLUDE_TESTS).importPackages(ROOT);

    @Test
    void everyClassLivesInARoomOrWiresThem() {
        classes()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .resideInAnyPackage(
                        ROOMS.keySet().stream().map(ArchitectureTest::packageOf).toArray(String[]::new))
                .check(CLASSES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rooms")
    void aRoomCallsOnlyTheRoomsBelow(String room) {
        String[] allowed = Stream.concat(Stream.of(room), ROOMS.getOrDefault(room, Set.of()).stream())
                .map(ArchitectureTest::packageOf)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(packageOf(room))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))))
                .check(CLASSES);
    }

    static Set<String> rooms() {
        return ROOMS.keySet();
    }

    /// What may be seen is decided by values; policy never looks anything up.
    @Test
    void policyKnowsOfTheStoreOnlyWhatASelectionIs() {
        noClasses()
                .that()
                .resideInAPackage(packageOf("policy"))
                .should()
                .dependOnClassesThat(resideInAPackage(packageOf("store"))
                        .and(not(describe(
                                "a selection", type -> type.getSimpleName().equals("Selection")))))
                .check(CLASSES);
    }

    @ParameterizedTest(name = "{0} only in {1}")
    @CsvSource({"io.netty.., net", "org.rocksdb.., store"})
    void oneRoomSees(String library, String room) {
        noClasses()
                .that()
                .resideOutsideOfPackage(packageOf(room))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"tools.jackson..", "picocli..", "dev.muster.cli.."})
    void noRoomSees(String library) {
        noClasses().should().dependOnClassesThat().resideInAPackage(library).check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .should(ArchCondition.from(describe(
                        "live in a package whose package-info.java says @NullMarked",
                        (JavaClass type) -> type.getPackage().isAnnotatedWith(NullMarked.class))))
                .check(CLASSES);
    }

    @Test
    void aClassIsNamedAfterWhatItIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Utils|Util|Manager|Helper|Impl|Factory)")
                .check(CLASSES);
    }

    private static String packageOf(String room) {
        return ROOT + "." + room + "..";
    }
}
