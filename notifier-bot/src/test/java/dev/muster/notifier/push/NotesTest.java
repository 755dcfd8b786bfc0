package dev.muster.notifier.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Events;
import dev.muster.notifier.push.Parcel.Sort;
import dev.muster.notifier.ring.Switchboard;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What people are shown who aren't there, and what whoever brings it reads.
@Timeout(120)
class NotesTest {
    @RegisterExtension
    final Switchboard town = new Switchboard();

    private final SecretKey bea = SecretKey.random(Events.RANDOM);

    private String started() {
        town.data()
                .ledger()
                .alter(change -> town.notes()
                        .started(
                                change,
                                bea.publicKey(),
                                "session-1",
                                "Street medic 101",
                                town.now().plus(Duration.ofHours(1))));
        return new String(town.got("pocket", Sort.ALERT, 1).getFirst().body(), UTF_8);
    }

    private void message(String event) {
        town.data().ledger().alter(change -> town.notes().message(change, bea.publicKey(), event));
    }

    @Test
    void push_R36_aSessionIsNotNamedUnlessItsAttendeeWantsThat() {
        town.hasPhone(bea, "pocket");
        assertThat(started()).contains("Session started").doesNotContain("medic");
    }

    @Test
    void push_R36_whoWantsNamesShownReadsWhatStarted() {
        town.hasPhone(bea, "pocket");
        town.prefers(bea, "{\"showName\":\"petname\"}");
        assertThat(started()).contains("Street medic 101");
    }

    @Test
    void push_R36_R37_aKeyOfTheDevicesOwnHidesItAll() {
        SecretKey device = SecretKey.random(Events.RANDOM);
        town.registers(
                bea,
                "pocket",
                "fcm",
                "pocket",
                "\"enc\":\"" + device.publicKey().hex() + "\"");
        assertThat(started()).contains("\"e\":").doesNotContain("medic");
    }

    @Test
    void ofSeveralMessagesWithinAMinuteTheFirstIsShown() {
        town.hasPhone(bea, "pocket");
        message("1".repeat(64));
        message("2".repeat(64));
        town.settles();
        assertThat(town.phones.got("pocket", Sort.ALERT)).hasSize(1);
        town.passes(Duration.ofMinutes(1));
        message("3".repeat(64));
        town.got("pocket", Sort.ALERT, 2);
    }

    @Test
    void push_R22_anAppThatLooksItselfIsWokenSeldom() {
        town.hasPhone(bea, "pocket");
        town.prefers(bea, "{\"messages\":\"silent\"}");
        message("1".repeat(64));
        town.got("pocket", Sort.WAKE, 1);
        town.passes(Duration.ofMinutes(19));
        message("2".repeat(64));
        town.settles();
        assertThat(town.phones.got("pocket", Sort.WAKE)).hasSize(1);
        town.passes(Duration.ofMinutes(1));
        message("3".repeat(64));
        town.got("pocket", Sort.WAKE, 2);
        assertThat(town.phones.got("pocket", Sort.ALERT)).isEmpty();
    }
}
