package dev.muster.notifier.device;

import static dev.muster.notifier.ring.Switchboard.CARL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.nostr.client.Await;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Kind;
import dev.muster.notifier.push.Parcel.Sort;
import dev.muster.notifier.push.Verdict;
import dev.muster.notifier.ring.Switchboard;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which devices are known, whose they are, and when they are forgotten.
@Timeout(120)
class DevicesTest {
    @RegisterExtension
    final Switchboard town = new Switchboard();

    private final SecretKey bea = SecretKey.random(Events.RANDOM);
    private final SecretKey dora = SecretKey.random(Events.RANDOM);

    private List<Device> of(SecretKey who) {
        return town.devices().of(town.data().ledger(), who.publicKey());
    }

    private void isCalled(SecretKey who) {
        town.knows(who, CARL);
        town.calls(CARL, UUID.randomUUID().toString(), who);
    }

    @Test
    void push_R2_everyPlatformIsRegisteredAndReplacedByItself() {
        String apple = "a1".repeat(32);
        assertThat(town.registers(bea, "phone", "apns-voip", apple).isRefused()).isFalse();
        town.registers(bea, "phone", "apns", "b2".repeat(32), "\"env\":\"sandbox\"");
        town.registers(bea, "tablet", "fcm", "token-1", "\"label\":\"Bea's tablet\"");
        town.registers(bea, "tablet", "fcm", "token-2");
        assertThat(of(bea)).hasSize(3);
        assertThat(of(bea))
                .filteredOn(device -> device.platform() == Platform.FCM)
                .singleElement()
                .satisfies(device -> assertThat(device.address().token()).isEqualTo("token-2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | platform",
                "{\"platform\":\"pager\",\"device\":\"d\",\"token\":\"t\"} | platform",
                "{\"platform\":\"fcm\",\"device\":\"d\"} | token",
                "{\"platform\":\"fcm\",\"token\":\"t\"} | device",
                "{\"platform\":\"apns\",\"device\":\"d\",\"token\":\"not hex\"} | hex",
                "{\"platform\":\"apns\",\"device\":\"d\",\"token\":\"" + "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1"
                        + "\",\"env\":\"moon\"} | env",
                "{\"platform\":\"webpush\",\"device\":\"d\",\"endpoint\":\"https://push.example.org/1\"} | keys",
                "{\"platform\":\"fcm\",\"device\":\"d\",\"token\":\"t\",\"expiration\":1} | expired",
                "[] | JSON",
                "no json | JSON",
            })
    void push_R2_whatCannotBeUsedIsSaid(String content, String expected) {
        assertThatThrownBy(() -> town.devices(bea, Kind.PUSH_REGISTRATION, content))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected);
        assertThat(of(bea)).isEmpty();
    }

    @Test
    void push_R6_aTokenThatMovesLeavesTheFirstWhoIsTold() {
        town.registers(bea, "phone", "fcm", "token");
        town.registers(dora, "phone", "fcm", "token");
        assertThat(of(bea)).isEmpty();
        Await.until(() ->
                town.heard(bea).stream().anyMatch(letter -> letter.content().contains("registered by somebody else")));
        isCalled(bea);
        isCalled(dora);
        town.got("phone", Sort.RING, 1);
        town.settles();
        assertThat(town.phones.got("phone", Sort.RING)).hasSize(1);
    }

    @Test
    void push_R6_soManyDevicesAndSoManyChangesAreEnough() {
        for (int i = 0; i < 20; i++) town.registers(bea, "phone-" + i, "fcm", "token-" + i);
        assertThat(town.registers(bea, "one-more", "fcm", "another").result()).isEqualTo("too-many");
        for (int i = 0; i < 60; i++) town.registers(bea, "phone-1", "fcm", "other-" + i);
        assertThat(town.registers(bea, "phone-1", "fcm", "last").result()).isEqualTo("rate");
        // Who says the same again changes nothing.
        assertThat(town.registers(bea, "phone-2", "fcm", "token-2").isRefused()).isFalse();
        town.passes(Duration.ofHours(1));
        assertThat(town.registers(bea, "phone-1", "fcm", "last").isRefused()).isFalse();
    }

    @Test
    void C2_whatIsRemovedOrHasExpiredRingsNoMore() {
        town.hasPhone(bea, "pocket");
        town.hasPhone(bea, "desk");
        town.devices(bea, Kind.PUSH_REMOVAL, "{\"device\":\"pocket\"}");
        assertThat(of(bea)).hasSize(1);
        assertThat(town.devices(bea, Kind.PUSH_REMOVAL, "{\"device\":\"pocket\"}")
                        .isRefused())
                .isTrue();
        town.passes(Duration.ofDays(91));
        Await.until(() -> of(bea).isEmpty());
    }

    private static String fcm(String token) {
        return "{\"device\":\"pocket\",\"platform\":\"fcm\",\"token\":\"" + token + "\"}";
    }

    @Test
    void C2_whatWasWrittenLastCountsInWhicheverOrderItComes() {
        Instant written = town.now().minusSeconds(60);
        town.devices(bea, written, Kind.PUSH_REGISTRATION, fcm("new"));
        assertThat(town.devices(bea, written.minusSeconds(1), Kind.PUSH_REGISTRATION, fcm("old"))
                        .result())
                .isEqualTo("outdated");
        assertThat(town.devices(bea, written.minusSeconds(1), Kind.PUSH_REMOVAL, "{\"device\":\"pocket\"}")
                        .isRefused())
                .isTrue();
        assertThat(of(bea))
                .singleElement()
                .satisfies(device -> assertThat(device.address().token()).isEqualTo("new"));

        town.devices(bea, written.plusSeconds(2), Kind.PUSH_REMOVAL, "{\"device\":\"pocket\"}");
        assertThat(town.devices(bea, written.plusSeconds(1), Kind.PUSH_REGISTRATION, fcm("again"))
                        .result())
                .isEqualTo("outdated");
        assertThat(of(bea)).isEmpty();
        town.devices(bea, written.plusSeconds(3), Kind.PUSH_REGISTRATION, fcm("again"));
        assertThat(of(bea)).hasSize(1);
    }

    @Test
    void C2_whatIsRemovedBeforeItsRegistrationComesStaysAway() {
        town.devices(bea, town.now(), Kind.PUSH_REMOVAL, "{\"device\":\"pocket\"}");
        assertThat(town.devices(bea, town.now().minusSeconds(1), Kind.PUSH_REGISTRATION, fcm("late"))
                        .result())
                .isEqualTo("outdated");
        assertThat(of(bea)).isEmpty();
    }

    @Test
    void C2_oneWayToADeviceDoesNotOutdateTheOther() {
        town.devices(
                bea,
                town.now(),
                Kind.PUSH_REGISTRATION,
                fcm("shows").replace("fcm", "apns").replace("shows", "b2".repeat(32)));
        town.devices(bea, town.now().minusSeconds(5), Kind.PUSH_REGISTRATION, fcm("rings"));
        assertThat(of(bea)).hasSize(2);
    }

    @Test
    void push_R6_aTokenStaysWithWhoRegisteredItLast() {
        town.devices(bea, town.now(), Kind.PUSH_REGISTRATION, fcm("token"));
        assertThat(town.devices(dora, town.now().minusSeconds(1), Kind.PUSH_REGISTRATION, fcm("token"))
                        .result())
                .isEqualTo("outdated");
        assertThat(of(bea)).hasSize(1);
        assertThat(of(dora)).isEmpty();
    }

    @Test
    void C3_theLatestPreferencesCount() {
        Instant written = town.now().minusSeconds(60);
        town.devices(bea, written, Kind.PUSH_PREFERENCES, "{\"prefs\":{\"calls\":\"off\"}}");
        assertThat(town.devices(bea, written.minusSeconds(1), Kind.PUSH_PREFERENCES, "{\"prefs\":{}}")
                        .result())
                .isEqualTo("outdated");
        var wishes = town.devices().preferences(town.data().ledger(), bea.publicKey());
        assertThat(wishes.calls()).isEqualTo(Preferences.Callers.OFF);
    }

    @Test
    void C3_whoWantsTextsSaysSoAndAfterHowLong() {
        assertThat(textAfter("{\"prefs\":{}}")).isEmpty();
        assertThat(textAfter("{\"prefs\":{\"channels\":[\"nip17\",\"push\"],\"smsFallbackAfter\":60}}"))
                .isEmpty();
        assertThat(textAfter("{\"prefs\":{\"channels\":[\"nip17\",\"sms\"],\"smsFallbackAfter\":60}}"))
                .contains(Duration.ofMinutes(1));
        assertThat(textAfter("{\"prefs\":{\"channels\":[\"sms\"]}}")).contains(Duration.ofMinutes(2));
    }

    private Optional<Duration> textAfter(String preferences) {
        town.passes(Duration.ofSeconds(1));
        town.devices(bea, town.now(), Kind.PUSH_PREFERENCES, preferences);
        return town.devices().preferences(town.data().ledger(), bea.publicKey()).textAfter();
    }

    @Test
    void C2_aClockThatIsAheadDoesNotOutdateWhatFollows() {
        town.devices(bea, town.now().plus(Duration.ofDays(400)), Kind.PUSH_REGISTRATION, fcm("first"));
        town.passes(Duration.ofSeconds(1));
        town.devices(bea, town.now(), Kind.PUSH_REGISTRATION, fcm("second"));
        assertThat(of(bea))
                .singleElement()
                .satisfies(device -> assertThat(device.address().token()).isEqualTo("second"));
    }

    @Test
    void push_R30_aDeadTokenIsForgottenUnlessItWasRegisteredSince() {
        town.hasPhone(bea, "pocket");
        town.hasPhone(bea, "desk");
        town.phones.says(
                "pocket",
                new Verdict.Dead("Unregistered", Optional.of(town.now().minusSeconds(60))));
        town.phones.says(
                "desk", new Verdict.Dead("Unregistered", Optional.of(town.now().plusSeconds(60))));
        isCalled(bea);
        Await.until(() -> of(bea).size() == 1);
        assertThat(of(bea).getFirst().id().device()).isEqualTo("pocket");
    }

    @Test
    void push_R31_whateverElseAGatewaySaysNoTokenIsForgotten() {
        town.hasPhone(bea, "pocket");
        town.phones.says("pocket", new Verdict.Refused("BadDeviceToken"), new Verdict.Closed("InvalidProviderToken"));
        isCalled(bea);
        town.settles();
        isCalled(bea);
        town.settles();
        assertThat(of(bea)).hasSize(1);
    }

    @Test
    void push_R33_whatOneWayDoesNotTakeGoesTheNextAtOnce() {
        town.registers(bea, "phone", "fcm", "first");
        town.registers(bea, "phone", "apns", "a1".repeat(32));
        town.phones.says("first", new Verdict.Later("no answer"));
        isCalled(bea);
        assertThat(town.got("phone", Sort.RING, 1).getFirst().device().platform())
                .isEqualTo(Platform.APNS);
        town.settles();
        assertThat(town.phones.got("phone", Sort.RING)).hasSize(1);
    }

    @Test
    void push_R11_nothingThatIsPrintedTellsWhereADeviceIs() {
        town.registers(bea, "phone", "fcm", "very-secret-token");
        assertThat(of(bea).getFirst().toString()).doesNotContain("very-secret-token");
    }
}
