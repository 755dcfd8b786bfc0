package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.muster.cli.TestShell.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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

    /// A gateway as Kannel is one: takes what it gets, and notes what that says.
    private static HttpServer gateway(List<String> texts) throws IOException {
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/cgi-bin/sendsms", exchange -> {
            texts.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            byte[] answer = "0: Accepted for delivery".getBytes(UTF_8);
            exchange.sendResponseHeaders(202, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        gateway.start();
        return gateway;
    }

    @Test
    void textsAreTriedSentAndEstimated() throws Exception {
        List<String> texts = new CopyOnWriteArrayList<>();
        HttpServer gateway = gateway(texts);
        says("init");
        Files.writeString(folder.resolve("medics.csv"), "number,name\n+12025550123,Ana\n+12025550124,Cy\n");
        try (MusterProcess bot = MusterProcess.start(
                folder,
                "sms",
                "--listen",
                "127.0.0.1:0",
                "--set=sms.inbox.relays=ws://127.0.0.1:1",
                "--set=sms.public_url=https://sms.example.org",
                "--set=sms.http.username=muster",
                "--set=sms.http.line.senders=+12025550100",
                "--set=sms.http.line.prices=+1=7900",
                "--set=sms.ten_dlc.required=false",
                // It may be night where the tests run.
                "--set=sms.quiet.from=00:00",
                "--set=sms.quiet.to=00:00",
                "--set=sms.http.address=http://127.0.0.1:"
                        + gateway.getAddress().getPort() + "/cgi-bin/sendsms")) {
            assertThat(bot.line()).startsWith("ready sms ");

            assertThat(says("sms", "check"))
                    .contains("ok     http     connected, sends from +12025550100", "ok     links    https://");
            assertThat(says("sms", "check", "+12025550199", "--patience", "5s"))
                    .contains("ok     text     sent: the carrier has it");
            assertThat(texts).singleElement().asString().contains("This is a test");

            Run blocked = run("sms", "send", "+12025550123", "Hall 2.");
            assertThat(blocked.exitCode()).isEqualTo(1);
            assertThat(blocked.out()).contains("blocked: they haven't agreed");
            says("contact", "import", "medics", "medics.csv", "--consent", "form", "--evidence", "forms");
            assertThat(says("sms", "send", "+12025550123", "Hall 2.", "--patience", "5s"))
                    .contains("sent: the carrier has it");

            Run estimate = run("broadcast", "create", "medics", "Schůze v Hale 2, {{name}}.", "--estimate");
            assertThat(estimate.out()).isEqualTo("texts: 2, segments: 2 (the longest text 1), about 0.02\n");
            assertThat(estimate.err()).contains("70 characters rather than 160 because of ů");
            assertThat(run("broadcast", "status").err()).contains("there has been no broadcast");

            String made = says("broadcast", "create", "medics", "Hall 2, {{name}}.");
            String id = made.substring(0, made.indexOf(' '));
            assertThat(says("broadcast", "status", id, "--follow")).contains("  sent  ", "2 sent");
            assertThat(texts).hasSize(4);
        } finally {
            gateway.stop(0);
        }
    }

    @Test
    void whatIsWrongIsSaidWithAReason() throws Exception {
        says("init");
        try (MusterProcess bot = MusterProcess.start(
                folder,
                "sms",
                "--listen",
                "127.0.0.1:0",
                "--set=sms.inbox.relays=ws://127.0.0.1:1",
                "--set=sms.smpp.host=127.0.0.1",
                "--set=sms.smpp.port=1",
                "--set=sms.smpp.system_id=muster")) {
            assertThat(bot.line()).startsWith("ready sms ");
            Run run = run("sms", "check", "--patience", "2s");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out())
                    .contains("WRONG  smpp     no connection to the SMSC")
                    .contains("WRONG  links    http://127.0.0.1:", "set sms.public_url");
        }
    }

    @Test
    void whereACarrierIsConfiguredMusterUpRunsItToo() throws Exception {
        try (MusterProcess up = MusterProcess.start(
                folder,
                "up",
                "--set=relay.net.listen=127.0.0.1:0",
                "--set=notifier.listen=127.0.0.1:0",
                "--set=sms.listen=127.0.0.1:0",
                "--set=sip.listen=127.0.0.1:0",
                "--set=sip.media.listen=127.0.0.1:0",
                "--set=sip.inbox.relays=ws://127.0.0.1:1",
                "--set=notifier.inbox.relays=ws://127.0.0.1:1",
                "--set=sms.inbox.relays=ws://127.0.0.1:1",
                "--set=sms.smpp.host=127.0.0.1",
                "--set=sms.smpp.port=1",
                "--set=sms.smpp.system_id=muster")) {
            assertThat(up.line()).startsWith("ready relay ");
            assertThat(up.line()).startsWith("ready notifier ");
            assertThat(up.line()).startsWith("ready sms ");
            assertThat(up.line()).startsWith("ready sip ");
        }
    }
}
