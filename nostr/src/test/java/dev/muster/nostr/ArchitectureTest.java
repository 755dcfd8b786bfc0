package dev.muster.nostr;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

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
    private static final String ROOT = "dev.muster.nostr";

    /// Each room, and what it may call. A new room gets its line here.
    private static final Map<String, Set<String>> ROOMS = Map.of(
            "client", Set.of("message", "negentropy", "event", "crypto"),
            "wrap", Set.of("message", "event", "json", "crypto"),
            "message", Set.of("event", "json", "crypto"),
            "event", Set.of("json", "crypto"),
            "json", Set.of("crypto"),
            "crypto", Set.of(),
            "nip19", Set.of("event", "crypto"),
            "negentropy", Set.of("event", "crypto"));

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(DO_NOT_INCLUDE_TESTS).importPackages(ROOT);

    @Test
    void everyClassLivesInARoom() {
        classes().should().resideInAnyPackage(packages(ROOMS.keySet())).check(CLASSES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rooms")
    void aRoomCallsOnlyTheRoomsBelow(String room) {
        String[] allowed = Stream.concat(Stream.of(room), ROOMS.get(room).stream())
                .map(ArchitectureTest::packageOf)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(packageOf(room))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    static Set<String> rooms() {
        return ROOMS.keySet();
    }

    @Test
    void noRoomsCallEachOther() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"io.netty..", "org.rocksdb..", "tools.jackson..", "com.fasterxml.jackson..", "picocli.."})
    void noRoomSeesServerDatabaseOrCommandLine(String library) {
        noClasses().should().dependOnClassesThat().resideInAPackage(library).check(CLASSES);
    }

    @ParameterizedTest(name = "{0} only in {1}")
    @CsvSource({"fr.acinq.., crypto", "org.bouncycastle.., crypto", "java.net.http.., client"})
    void oneRoomSees(String library, String room) {
        noClasses()
                .that()
                .resideOutsideOfPackage(packageOf(room))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
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

    private static String[] packages(Set<String> rooms) {
        return rooms.stream().map(ArchitectureTest::packageOf).toArray(String[]::new);
    }

    private static String packageOf(String room) {
        return ROOT + "." + room + "..";
    }
}
