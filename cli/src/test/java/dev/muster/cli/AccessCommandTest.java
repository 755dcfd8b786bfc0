package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.TestShell.Run;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `muster access …`, at a bridge that is stopped.
@NullMarked
@Timeout(120)
class AccessCommandTest {
    @TempDir
    private Path folder;

    private Run run(String... arguments) {
        return new TestShell().in(folder).run(arguments);
    }

    @Test
    void tokensAreMadeListedAndRevoked() throws Exception {
        assertThat(run("init").exitCode()).isZero();
        assertThat(run("access", "list").err()).contains("no bot has ever worked in");
        try (MusterProcess bridge = MusterProcess.start(
                folder, "sms", "--listen", "127.0.0.1:0", "--set=sms.inbox.relays=ws://127.0.0.1:1")) {
            assertThat(bridge.line()).startsWith("ready sms");
        }
        assertThat(run("access", "list").err()).contains("nothing is open to programs");
        Run create = run("access", "create", "the website", "--opens", "sms,rcs");
        assertThat(create.exitCode()).as(create.err()).isZero();
        String token = create.out().strip();
        assertThat(token).matches("[A-Za-z0-9_-]{32}");
        assertThat(create.err()).contains("not shown again");
        Run list = run("access", "list");
        assertThat(list.out())
                .contains("\"the website\"  sms, rcs  since ", "never used")
                .doesNotContain(token);
        String id = list.out().substring(0, 8);
        Run revoke = run("access", "revoke", id);
        assertThat(revoke.out()).contains("revoked: " + id);
        assertThat(run("access", "list").out()).contains("revoked ");
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThat(run("access", "create", "the website").err()).contains("--opens");
    }
}
