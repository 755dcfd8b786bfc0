package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.relay.TestRelay;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What somebody sees who opens the relay's address in a browser.
@Timeout(120)
class LandingPageTest {
    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    @Test
    @NeedsChromium
    void thePageNamesTheRelayAndTheBrowserHasNothingToComplainOf(Chromium browser, @TempDir Path folder)
            throws Exception {
        var address = URI.create("http://127.0.0.1:" + relay.url().getPort() + "/");

        Chromium.Loaded page = browser.load(address, folder);

        assertThat(page.document()).contains("<title>").contains(relay.url().toString());
        assertThat(page.console()).isEmpty();
    }
}
