package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.TestShell.Run;
import dev.muster.nostr.client.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `muster sip`, where it can't start, and what `muster sip check` says where it does.
@NullMarked
@Timeout(180)
class SipCommandTest {
    /// Documentation's own, which no machine has.
    private static final String ELSEWHERE = "203.0.113.66";

    @TempDir
    private Path folder;

    private Run run(String... arguments) {
        return new TestShell().in(folder).run(arguments);
    }

    private static String[] with(List<String> command, String... settings) {
        var all = new ArrayList<>(command);
        for (String setting : settings) all.add("--set=" + setting);
        return all.toArray(String[]::new);
    }

    private String failsWith(String... settings) throws IOException {
        String[] command =
                with(List.of("sip", "--listen", "127.0.0.1:0", "--set=sip.inbox.relays=ws://127.0.0.1:1"), settings);
        try (MusterProcess bot = MusterProcess.start(folder, command)) {
            assertThat(bot.line()).as("it ends without having been ready").isEqualTo("null");
            return bot.err();
        }
    }

    @Test
    void whatItCantStartWithIsNamed() throws Exception {
        assertThat(run("init").exitCode()).isZero();
        assertThat(failsWith("sip.media.listen=" + ELSEWHERE + ":0")).contains("(sip.media.listen)");
        String media = "sip.media.listen=127.0.0.1:0";
        String port = "sip.agent.port=" + FreePort.any();
        String trunk = "sip.trunk.uri=sip:127.0.0.1:9";
        assertThat(failsWith(media, port, trunk, "sip.agent.listen=" + ELSEWHERE))
                .contains("can't listen for SIP", "(sip.agent)");
        assertThat(failsWith(media, port, trunk, "sip.agent.certificate=no.pem", "sip.agent.key=no.key"))
                .contains("isn't there (sip.agent)");
        Path words = Files.writeString(folder.resolve("words.pem"), "not a certificate");
        assertThat(failsWith(media, port, trunk, "sip.agent.certificate=" + words, "sip.agent.key=" + words))
                .contains("words.pem isn't a key", "(sip.agent)")
                .doesNotContain("not a certificate");
    }

    @Test
    void checkSaysWhatIsMissingAndWhatToDo() throws Exception {
        assertThat(run("init").exitCode()).isZero();
        assertThat(run("sip", "check").err()).contains("start it first (muster sip)");
        String[] settings = {
            "sip.media.listen=127.0.0.1:0",
            "sip.agent.port=" + FreePort.any(),
            "sip.inbox.relays=ws://127.0.0.1:1",
            "sip.apps.domain=phone.example.org",
            "sip.apps.encrypted=false",
            "sip.numbers=1000=rooms"
        };
        try (MusterProcess bot =
                MusterProcess.start(folder, with(List.of("sip", "--listen", "127.0.0.1:0"), settings))) {
            assertThat(bot.line()).startsWith("ready sip http://127.0.0.1:");
            Run check = run(with(List.of("sip", "check"), settings));
            assertThat(check.exitCode()).isEqualTo(1);
            assertThat(check.out())
                    .contains("-      trunk    none: apps reach rooms, and no telephones")
                    .contains("WRONG  apps     those of this machine alone can register")
                    .contains("ok     ours     1 of our own")
                    .contains("WRONG  rooms    nobody is told 1000 and a PIN")
                    .contains("WRONG  media", "WRONG  voices")
                    .contains("-      turn")
                    .doesNotContain("sip.gate.allow");
            assertThat(run("call", "hangup", "xyz").err()).contains("there is no call of that id");
        }
    }
}
