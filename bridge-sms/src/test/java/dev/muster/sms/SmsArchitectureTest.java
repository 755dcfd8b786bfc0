package dev.muster.sms;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

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

/// Which room of the bridge may call which, and which rooms see a library.
class SmsArchitectureTest {
    private static final String ROOT = "dev.muster.sms";

    /// Each room, and what it may call. A new room gets its line here.
    private static final Map<String, Set<String>> ROOMS = Map.ofEntries(
            entry("order", Set.of("broadcast", "contact", "send", "consent", "carrier", "text")),
            entry("hear", Set.of("broadcast", "contact", "send", "consent", "carrier", "text")),
            entry("api", Set.of("broadcast", "thread", "contact", "send", "consent", "hours", "carrier", "text")),
            entry("broadcast", Set.of("contact", "send", "consent", "hours", "carrier", "text")),
            entry("thread", Set.of("picture", "send", "consent", "carrier", "text")),
            entry("contact", Set.of("consent")),
            entry("send", Set.of("consent", "hours", "carrier", "text")),
            entry("picture", Set.of("carrier")),
            entry("consent", Set.of("text")),
            entry("carrier", Set.of("text")),
            entry("hours", Set.of()),
            entry("text", Set.of()));

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(DO_NOT_INCLUDE_TESTS).importPackages(ROOT);

    @Test
    void everyClassLivesInARoomOrWiresThem() {
        classes()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .resideInAnyPackage(ROOMS.keySet().stream()
                        .map(SmsArchitectureTest::packageOf)
                        .toArray(String[]::new))
                .check(CLASSES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rooms")
    void aRoomCallsOnlyTheRoomsBelow(String room) {
        String[] allowed = Stream.concat(Stream.of(room), ROOMS.getOrDefault(room, Set.of()).stream())
                .map(SmsArchitectureTest::packageOf)
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

    /// Below the room `carrier` is a room a carrier; what wires them knows them all.
    @Test
    void nobodyKnowsWhichCarriersThereAre() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, ROOT + ".carrier.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".carrier.*..")
                .check(CLASSES);
    }

    @Test
    void noCarrierKnowsAnother() {
        slices().matching(ROOT + ".carrier.(*)..")
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @ParameterizedTest(name = "{0} only in {1}")
    @CsvSource({"com.google.i18n.., hours", "com.twilio.., carrier.twilio", "org.jsmpp.., carrier.smpp"})
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
    @ValueSource(
            strings = {
                "io.netty..",
                "org.rocksdb..",
                "picocli..",
                "dev.muster.relay..",
                "dev.muster.notifier..",
                "dev.muster.cli.."
            })
    void noRoomSees(String others) {
        noClasses().should().dependOnClassesThat().resideInAPackage(others).check(CLASSES);
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
