package dev.muster.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

/// What the command may know of the rest of the house.
@NullMarked
class CliArchitectureTest {
    private static final JavaClasses CLI = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.muster.cli");

    @Test
    void itImportsTheRestOfTheHouseAndPicocli() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.muster.cli..",
                        "dev.muster.relay..",
                        "dev.muster.notifier..",
                        "dev.muster.sms..",
                        "dev.muster.sip..",
                        "dev.muster.kit..",
                        "dev.muster.nostr..",
                        "picocli..",
                        "org.slf4j..",
                        "org.jspecify..",
                        "java..")
                .check(CLI);
    }

    @Test
    void nobodyReadsTheStreamsOfTheProcessButTheShell() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Shell.class)
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .accessField(System.class, "in")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getenv")
                .check(CLI);
    }

    @Test
    void whatIsTypedHasAClassNamedAfterIt() {
        classes()
                .that()
                .areAnnotatedWith(Command.class)
                .and()
                .doNotHaveSimpleName("Muster")
                .should()
                .haveSimpleNameEndingWith("Command")
                .andShould()
                .bePackagePrivate()
                .check(CLI);
    }
}
