package dev.muster.cli;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.TestShell.Run;
import dev.muster.kit.config.Configuration;
import dev.muster.kit.config.Sources;
import dev.muster.kit.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `muster init`
@NullMarked
@Timeout(60)
class InitCommandTest {
    private static final List<String> KEYS = List.of("notifier.key", "sms.key", "sip.key", "admin.key", "vault.key");

    @TempDir
    private Path folder;

    private Run init() {
        return new TestShell().in(folder).run("init");
    }

    @Test
    void itWritesAConfigurationAndKeysForTheirOwnerAlone() throws IOException {
        Run run = init();
        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).hasSize(6).last().isEqualTo("wrote " + folder.resolve("muster.toml"));
        assertThat(run.err()).contains("muster up").doesNotContain("nsec1");
        for (String key : KEYS) {
            Path file = folder.resolve("keys").resolve(key);
            assertThat(run.lines()).contains("wrote " + file);
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(fromString("rw-------"));
        }
        assertThat(Vault.open(folder.resolve("keys/vault.key"), new SecureRandom())
                        .newest())
                .isNotNull();
    }

    @Test
    void whoeverFoundsAGroupIsItsAdmin() {
        assertThat(init().exitCode()).isZero();
        var sources = new Sources(Optional.of(folder.resolve("muster.toml")), Map.of(), List.of(), folder);
        var config = Configuration.read(sources).onto(MusterConfig.DEFAULT);
        var admin = StoredKey.parse(new KeyFile(Founding.adminKey(folder)).read(), "admin.key");
        assertThat(admin)
                .isInstanceOfSatisfying(
                        StoredKey.Open.class,
                        open -> assertThat(config.roles().admin())
                                .containsExactly(open.key().publicKey()));
    }

    @Test
    void itOverwritesNothing() throws IOException {
        assertThat(init().exitCode()).isZero();
        Files.writeString(folder.resolve("muster.toml"), "# mine\n");
        Run second = init();
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.err()).contains("is there already, and is not overwritten");
        assertThat(folder.resolve("muster.toml")).hasContent("# mine");
    }

    @Test
    void whatIsMissingIsAdded() throws IOException {
        Files.writeString(folder.resolve("muster.toml"), "# mine\n");
        Run run = init();
        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).hasSize(5);
        assertThat(run.err()).contains("muster.toml was there and stays as it is", "[roles]: admin = [\"npub1");
        assertThat(folder.resolve("muster.toml")).hasContent("# mine");
    }
}
