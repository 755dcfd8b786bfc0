package dev.muster.cli;

import static dev.muster.cli.TestShell.BOB;
import static dev.muster.cli.TestShell.npub;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.TestShell.Run;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `muster device …` and `muster push check`, at a bot that runs and at one that is stopped.
@NullMarked
@Timeout(120)
class DeviceCommandTest {
    @TempDir
    private Path folder;

    private Run run(String... arguments) {
        return new TestShell().in(folder).run(arguments);
    }

    @Test
    void devicesAreAskedForThroughTheRunningBotAndFoundWhenItIsStopped() throws Exception {
        assertThat(run("init").exitCode()).isZero();
        assertThat(run("device", "list").err()).contains("no bot has ever worked in");
        try (MusterProcess bot = MusterProcess.start(
                folder, "notifier", "--listen", "127.0.0.1:0", "--set=notifier.inbox.relays=ws://127.0.0.1:1")) {
            assertThat(bot.line()).startsWith("ready notifier");
            Run list = run("device", "list");
            assertThat(list.exitCode()).as(list.err()).isZero();
            assertThat(list.err()).contains("no device is registered");
            Run test = run("device", "test", npub(BOB));
            assertThat(test.exitCode()).isEqualTo(1);
            assertThat(test.err()).contains("they have registered no device");
        }
        assertThat(run("device", "list").exitCode()).isZero();
        Run remove = run("device", "remove", npub(BOB), "phone");
        assertThat(remove.exitCode()).isEqualTo(1);
        assertThat(remove.err()).contains("they have registered no device of that name");
    }

    @Test
    void pushCheckSaysWhatIsMissingAndWhatToDo() {
        assertThat(run("init").exitCode()).isZero();
        Run nothing = run("push", "check");
        assertThat(nothing.exitCode()).as(nothing.out()).isZero();
        assertThat(nothing.out())
                .contains(
                        "ok     apns  not configured",
                        "ok     fcm   not configured",
                        "ok     web   not configured",
                        "notifier.public_url");
        Run reached = run("push", "check", "--set", "notifier.public_url=https://join.example.org", "--json");
        assertThat(reached.exitCode()).as(reached.out()).isZero();
        Run wrong = run(
                "push",
                "check",
                "--set",
                "notifier.public_url=https://join.example.org",
                "--set",
                "notifier.push.apns.certificates=keys/voip_cert.p12");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.out()).contains("WRONG  apns  voip_cert.p12");
    }
}
