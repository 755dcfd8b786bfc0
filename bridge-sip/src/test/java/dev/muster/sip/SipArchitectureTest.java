package dev.muster.sip;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
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
class SipArchitectureTest {
    private static final String ROOT = "dev.muster.sip";

    /// Each room, and what it may call. A new room gets its line here.
    private static final Map<String, Set<String>> ROOMS = Map.ofEntries(
            entry("api", Set.of("call", "credit", "gate", "record", "sdp", "taping", "turn", "ua")),
            entry("signal", Set.of("call", "credit", "gate", "sdp", "taping", "ua")),
            entry("studio", Set.of("call", "leg", "mix", "phone", "rtp", "sdp", "taping", "tone", "voice", "web")),
            entry("taping", Set.of("consent", "phrase", "record", "rtp", "tone", "voice")),
            entry(
                    "lobby",
                    Set.of(
                            "call", "credit", "gate", "leg", "menu", "mix", "phone", "phrase", "room", "rtp", "sdp",
                            "tone", "ua", "voice")),
            entry("call", Set.of("credit", "gate", "sdp", "ua")),
            entry("gate", Set.of()),
            entry("consent", Set.of()),
            entry("credit", Set.of()),
            entry("turn", Set.of()),
            entry("room", Set.of("mix", "tone")),
            entry("menu", Set.of("room", "phrase")),
            entry("phrase", Set.of("tone")),
            entry("page", Set.of("room", "web", "leg", "mix", "rtp", "sdp")),
            entry("record", Set.of("consent", "rtp", "tone")),
            entry("mix", Set.of("rtp")),
            entry("ua", Set.of()),
            entry("app", Set.of("ua")),
            entry("dtls", Set.of()),
            entry("ice", Set.of()),
            entry("web", Set.of("leg", "ice", "dtls", "srtp", "rtp", "sdp")),
            entry("voice", Set.of("leg", "mix", "tone", "rtp", "sdp")),
            entry("phone", Set.of("leg", "srtp", "rtp", "sdp")),
            entry("leg", Set.of("rtp", "sdp")),
            entry("srtp", Set.of("rtp")),
            entry("tone", Set.of("rtp")),
            entry("rtp", Set.of()),
            entry("sdp", Set.of()));

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(DO_NOT_INCLUDE_TESTS).importPackages(ROOT);

    @Test
    void everyClassLivesInARoomOrWiresThem() {
        classes()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .resideInAnyPackage(ROOMS.keySet().stream()
                        .map(SipArchitectureTest::packageOf)
                        .toArray(String[]::new))
                .check(CLASSES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rooms")
    void aRoomCallsOnlyTheRoomsBelow(String room) {
        String[] allowed = Stream.concat(Stream.of(room), ROOMS.getOrDefault(room, Set.of()).stream())
                .map(SipArchitectureTest::packageOf)
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

    @ParameterizedTest(name = "{0} only in {1}")
    @CsvSource({"javax.sip.., ua", "gov.nist.., ua", "org.bouncycastle.., dtls"})
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
                "dev.muster.sms..",
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
