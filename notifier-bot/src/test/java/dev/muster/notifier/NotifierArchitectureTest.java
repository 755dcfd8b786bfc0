package dev.muster.notifier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which room of the notifier may know what.
class NotifierArchitectureTest {
    private static final JavaClasses NOTIFIER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.muster.notifier");

    @ParameterizedTest
    @ValueSource(strings = {"io.netty..", "org.rocksdb..", "dev.muster.relay..", "dev.muster.cli.."})
    void noRoomKnows(String others) {
        noClasses().should().dependOnClassesThat().resideInAPackage(others).check(NOTIFIER);
    }

    /// So that nothing of it is loaded where nobody has an account.
    @Test
    void onlyOneRoomKnowsGoogle() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.muster.notifier.push.fcm")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google..")
                .check(NOTIFIER);
    }

    @Test
    void sessionsKnowNothingOfPages() {
        noClasses()
                .that()
                .resideInAPackage("dev.muster.notifier.session")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.muster.notifier", "dev.muster.notifier.page", "dev.muster.kit.http")
                .check(NOTIFIER);
    }

    @Test
    void pagesKnowNothingOfMessages() {
        noClasses()
                .that()
                .resideInAPackage("dev.muster.notifier.page")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.muster.notifier", "dev.muster.kit.ledger", "dev.muster.kit.post", "dev.muster.nostr.wrap")
                .check(NOTIFIER);
    }
}
