package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.TestShell.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `muster notifier`, its backup and its restore.
@NullMarked
@Timeout(120)
class NotifierCommandTest {
    @TempDir
    private Path folder;

    private Run run(String... arguments) {
        return new TestShell().in(folder).run(arguments);
    }

    private MusterProcess start(String... more) throws Exception {
        String[] arguments = new String[4 + more.length];
        arguments[0] = "notifier";
        arguments[1] = "--listen";
        arguments[2] = "127.0.0.1:0";
        // Nobody is there; it keeps trying.
        arguments[3] = "--set=notifier.inbox.relays=ws://127.0.0.1:1";
        System.arraycopy(more, 0, arguments, 4, more.length);
        return MusterProcess.start(folder, arguments);
    }

    @Test
    void isBackedUpWhileItRunsAndRestoredIntoAnEmptyFolder() throws Exception {
        assertThat(run("init").exitCode()).isZero();
        try (MusterProcess bot = start()) {
            assertThat(bot.line())
                    .startsWith("ready notifier http://127.0.0.1:")
                    .contains(" npub1");
            Run backup = run("notifier", "backup", "backups/one");
            assertThat(backup.exitCode()).as(backup.err()).isZero();
            assertThat(backup.out()).contains("in " + folder.resolve("backups/one"));
            assertThat(run("notifier", "backup", "backups/one").exitCode())
                    .as("not over another")
                    .isEqualTo(1);
            assertThat(run("notifier", "restore", "backups/one").err()).contains("is running: stop it first");
        }
        assertThat(run("notifier", "backup", "backups/two").exitCode())
                .as("when it is stopped")
                .isZero();
        Run restored = run("notifier", "restore", "backups/one", "--data", "data/other");
        assertThat(restored.exitCode()).as(restored.err()).isZero();
        assertThat(Files.isDirectory(folder.resolve("data/other/ledger"))).isTrue();
        try (MusterProcess bot = start("--data", "data/other")) {
            assertThat(bot.line()).startsWith("ready notifier");
        }
    }

    @Test
    void withoutAKeyItSaysHowToGetOne() {
        Run run = run("notifier", "--listen", "127.0.0.1:0");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("the bot has no key", "muster init");
    }
}
