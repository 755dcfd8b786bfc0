package dev.muster.kit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which room of the kit may know what.
class KitArchitectureTest {
    private static final JavaClasses KIT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.muster.kit");

    @ParameterizedTest
    @CsvSource({
        "io.netty..,http",
        "io.micrometer..,[metrics|desk]",
        "tools.jackson.dataformat..,config",
        "org.rocksdb..,ledger",
        "com.google.i18n..,number"
    })
    void eachLibraryIsSeenByOneRoom(String library, String room) {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.muster.kit." + room)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(KIT);
    }

    @ParameterizedTest
    @CsvSource({
        "config,config",
        "http,http",
        "control,http",
        "metrics,metrics",
        "lifecycle,lifecycle",
        "number,number",
        "vault,vault",
        "ledger,vault",
        "timer,ledger",
        "outbox,[ledger|timer]",
        "outside,outside",
        "post,[ledger|outbox|outside|timer]",
        "roles,ledger",
        "venue,venue",
        "access,[control|http|ledger]",
        "inbox,ledger",
        "ops,[control|ledger|vault]",
        "reply,[ledger|post]",
        "desk,[control|inbox|ledger|metrics|ops|outbox|post|reply|roles|timer|vault]"
    })
    void roomsKnowNoneOfTheOthersButWhereTheyMust(String room, String neighbour) {
        noClasses()
                .that()
                .resideInAPackage("dev.muster.kit." + room)
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "dev.muster.kit." + room,
                        "dev.muster.kit." + neighbour,
                        "dev.muster.nostr..",
                        "io.netty..",
                        "io.micrometer..",
                        "tools.jackson..",
                        "org.rocksdb..",
                        "com.google.i18n..",
                        "org.slf4j..",
                        "org.jspecify..",
                        "com.sun.management..",
                        "java..",
                        "javax.crypto..",
                        "javax.net..")
                .check(KIT);
    }
}
