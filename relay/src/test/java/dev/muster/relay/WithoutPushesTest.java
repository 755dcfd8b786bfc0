package dev.muster.relay;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.relay.Posts.THEN;
import static dev.muster.relay.Posts.note;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A relay that tells no other servers of events.
@Timeout(60)
class WithoutPushesTest {
    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback().set("push.enabled=false");

    @Test
    void B9a_1_whoAsksForPushesIsTold() {
        var ok = relay.client().publish(Posts.pushes(ALICE, relay.url(), THEN, "phone"));
        assertThat(ok.accepted()).isFalse();
        assertThat(ok.reason()).isEqualTo("blocked: this relay tells no other servers of events");
    }

    @Test
    void nothingRunsForPushes() throws IOException {
        relay.client().store(note(THEN));
        relay.reload("limits.filters=7");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("relay-push"));
        assertThat(relay.metrics().find("muster.relay.push.subscriptions").gauge())
                .isNull();
    }
}
