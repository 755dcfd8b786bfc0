package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.TestShell.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `muster sms`, and what an admin asks of it with `muster contact`, `muster optout` and `muster broadcast`.
@NullMarked
@Timeout(120)
class SmsCommandTest {
    @TempDir
    private Path folder;

    private Run run(String... arguments) {
        return new TestShell().in(folder).run(arguments);
    }

    private String says(String... arguments) {
        Run run = run(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    @Test
    void aRunningBotIsAskedAndAStoppedOneIsNot() throws Exception {
        says("init");
        assertThat(run("optout", "list").err()).contains("start it first (muster sms)");
        Files.writeString(
                folder.resolve("medics.csv"), "number,name\n+1 202 555 0123,Ana\n12345,Bo\n+12025550124,Cy\n");
        try (MusterProcess bot = MusterProcess.start(
                folder, "sms", "--listen", "127.0.0.1:0", "--set=sms.inbox.relays=ws://127.0.0.1:1")) {
            assertThat(bot.line()).startsWith("ready sms http://127.0.0.1:");

            Run imported = run("contact", "import", "medics", "medics.csv", "--consent", "form", "--evidence", "forms");
            assertThat(imported.exitCode()).isEqualTo(1);
            assertThat(imported.out()).contains("2 new on medics, 0 there already, 1 lines not used");
            assertThat(imported.err())
                    .contains("line 3: this is a short number")
                    .doesNotContain("12345");
            assertThat(says("contact", "list")).isEqualTo("medics  2\n");
            assertThat(says("contact", "list", "medics")).isEqualTo("•••23  yes  Ana\n•••24  yes  Cy\n");
            assertThat(says("contact", "consent", "+12025550123")).contains("form  forms");

            assertThat(says("optout", "add", "+12025550124")).isEqualTo("gets no texts any more\n");
            assertThat(says("optout", "add", "+12025550124")).isEqualTo("had opted out already\n");
            assertThat(says("optout", "list")).startsWith("•••24  operator  ");
            assertThat(says("contact", "list", "medics")).contains("•••24  opt_out  Cy");
            assertThat(says("optout", "remove", "+12025550124")).isEqualTo("may get texts again\n");

            assertThat(run("broadcast", "create", "nobody", "Hall 2").err()).contains("there is nobody on the list");
            String made = says(
                    "broadcast",
                    "create",
                    "medics",
                    "Hall 2, {{name}}",
                    "--at",
                    "2036-01-01T18:00:00Z",
                    "--title",
                    "Move");
            String id = made.substring(0, made.indexOf(' '));
            assertThat(made).contains("scheduled", "Move");
            assertThat(says("broadcast", "status", id)).contains("scheduled");
            assertThat(says("broadcast", "cancel", id)).isEqualTo("cancelled\n");
            assertThat(says("broadcast", "cancel", id)).isEqualTo("nothing of it was left\n");
            assertThat(says("broadcast", "status", "--json")).contains("\"status\":\"cancelled\"");
        }
        assertThat(says("sms", "backup", "backup")).contains("records");
    }

    @Test
    void whereACarrierIsConfiguredMusterUpRunsItToo() throws Exception {
        try (MusterProcess up = MusterProcess.start(
                folder,
                "up",
                "--set=relay.net.listen=127.0.0.1:0",
                "--set=notifier.listen=127.0.0.1:0",
                "--set=sms.listen=127.0.0.1:0",
                "--set=notifier.inbox.relays=ws://127.0.0.1:1",
                "--set=sms.inbox.relays=ws://127.0.0.1:1",
                "--set=sms.smpp.host=127.0.0.1",
                "--set=sms.smpp.port=1",
                "--set=sms.smpp.system_id=muster")) {
            assertThat(up.line()).startsWith("ready relay ");
            assertThat(up.line()).startsWith("ready notifier ");
            assertThat(up.line()).startsWith("ready sms ");
        }
    }
}
