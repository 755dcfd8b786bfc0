package dev.muster.bench;

import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Which room of the benchmarks may call which.
@NullMarked
class BenchArchitectureTest {
    private static final JavaClasses BENCH =
            new ClassFileImporter().withImportOption(DO_NOT_INCLUDE_TESTS).importPackages("dev.muster.bench");

    @Test
    void aRoomCallsOnlyTheRoomsBelow() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.muster.bench..")
                .layer("jmh")
                .definedBy("dev.muster.bench", "dev.muster.bench.jmh_generated..")
                .layer("load")
                .definedBy("dev.muster.bench.load")
                .layer("crowd")
                .definedBy("dev.muster.bench.crowd")
                .layer("report")
                .definedBy("dev.muster.bench.report")
                .layer("wire")
                .definedBy("dev.muster.bench.wire")
                .whereLayer("load")
                .mayOnlyBeAccessedByLayers("jmh")
                .whereLayer("crowd")
                .mayOnlyBeAccessedByLayers("load")
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("load")
                .whereLayer("wire")
                .mayOnlyBeAccessedByLayers("load", "crowd")
                .check(BENCH);
    }

    @Test
    void relaysAreMeasuredFromOutside() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.muster.bench..",
                        "dev.muster.nostr..",
                        "fr.acinq.secp256k1..",
                        "org.openjdk.jmh..",
                        "joptsimple..",
                        "picocli..",
                        "org.jspecify..",
                        "java..")
                .check(BENCH);
    }
}
