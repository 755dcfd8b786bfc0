package dev.muster.notifier.ring;

import static dev.muster.notifier.ring.Switchboard.BRIDGE;
import static dev.muster.notifier.ring.Switchboard.CARL;
import static dev.muster.notifier.ring.Switchboard.STRANGER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Await;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.notifier.push.Parcel;
import dev.muster.notifier.push.Parcel.Sort;
import dev.muster.notifier.push.Verdict;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Apps of a bridge's that it has woken, because a telephone calls them.
@Timeout(120)
class WakesTest {
    private static final String RINGING = "a1".repeat(32);
    private static final String SHOWING = "b2".repeat(32);

    @RegisterExtension
    final Switchboard town = new Switchboard();

    private final String call = UUID.randomUUID().toString();

    private void wakes(SecretKey who, String type) {
        String devices = """
            [{"device":"d1","app":"org.example.phone","platform":"apns-voip","token":"%s","env":"production"},
             {"device":"d1","app":"org.example.phone","platform":"apns","token":"%s","env":"production"}]\
            """.formatted(RINGING, SHOWING);
        String content = """
            {"_v":"1.0.0","callId":"%s","callType":"%s","sdp":"","callerNumber":"•••0123",\
            "sipUri":"sip:%s@phone.example.org","devices":%s}\
            """.formatted(call, type, call, devices);
        String until = Long.toString(town.now().plusSeconds(30).getEpochSecond());
        Tags tags = Tags.of(Tag.of("p", "00".repeat(32)), Tag.of("call-id", call), Tag.of("expiration", until));
        town.says(who, Kind.BUILDIT_CALL_OFFER, tags, content);
    }

    private static JsonNode json(Parcel parcel) {
        return JsonMapper.shared().readTree(new String(parcel.body(), UTF_8));
    }

    @Test
    void push_R70_anAppOfABotsRingsInTheWordsOfItsPush() {
        wakes(BRIDGE, "voice");
        Parcel ring = town.got("d1", Sort.RING, 1).getFirst();
        assertThat(ring.until()).isEqualTo(town.now().plusSeconds(30));
        JsonNode push = json(ring);
        assertThat(push.path("voip").asBoolean()).isTrue();
        assertThat(push.path("caller").asString("")).isEqualTo("Incoming call");
        assertThat(push.path("caller_number").asString("")).isEqualTo("•••0123");
        assertThat(push.path("call_id").asString("")).isEqualTo(call);
        assertThat(push.path("sip_uri").asString("")).isEqualTo("sip:" + call + "@phone.example.org");
        town.signal(BRIDGE, Kind.BUILDIT_CALL_RINGING, call);
    }

    @Test
    void push_R9_nobodyElseHasAnythingWokenByItsToken() {
        wakes(STRANGER, "voice");
        wakes(CARL, "voice");
        town.settles();
        assertThat(town.phones.seen()).isEmpty();
    }

    @Test
    void push_R4_theSameAgainRingsOnce() {
        wakes(BRIDGE, "voice");
        wakes(BRIDGE, "voice");
        town.settles();
        assertThat(town.phones.got("d1", Sort.RING)).hasSize(1);
    }

    @Test
    void push_R74_whatIsCancelledIsToldUnseen() {
        wakes(BRIDGE, "voice");
        town.got("d1", Sort.RING, 1);
        town.hangsUp(BRIDGE, call, "cancelled");
        assertThat(json(town.got("d1", Sort.RING_OVER, 1).getFirst())
                        .path("callId")
                        .asString(""))
                .isEqualTo(call);
        town.settles();
        assertThat(town.phones.got("d1", Sort.RING)).hasSize(1);
    }

    @Test
    void push_R74_whatIsCancelledFirstDoesntRing() {
        town.hangsUp(BRIDGE, call, "cancelled");
        wakes(BRIDGE, "voice");
        town.settles();
        assertThat(town.phones.seen()).isEmpty();
    }

    @Test
    void push_R73_whoIsThereIsToldNothingMore() {
        wakes(BRIDGE, "voice");
        town.got("d1", Sort.RING, 1);
        town.hangsUp(BRIDGE, call, "completed");
        town.settles();
        assertThat(town.phones.got("d1", Sort.RING_OVER)).isEmpty();
    }

    @Test
    void push_R73_whoIsThereBeforeItsGatewayAnswersIsToldNothingMore() {
        CountDownLatch door = town.phones.holds(RINGING);
        wakes(BRIDGE, "voice");
        Await.until(() -> !town.phones.seen().isEmpty());
        town.hangsUp(BRIDGE, call, "completed");
        door.countDown();
        town.got("d1", Sort.RING, 1);
        town.settles();
        assertThat(town.phones.got("d1", Sort.RING_OVER)).isEmpty();
    }

    @Test
    void sip_P1_theBotHearsThatNobodyCanBeWoken() {
        town.phones.says(RINGING, new Verdict.Refused("no"));
        town.phones.says(SHOWING, new Verdict.Refused("no"));
        wakes(BRIDGE, "voice");
        assertThat(town.signal(BRIDGE, Kind.BUILDIT_CALL_HANGUP, call).tags().value("status"))
                .contains("unreachable");
    }

    @Test
    void push_R76_toRegisterAnAppIsWokenUnseen() {
        wakes(BRIDGE, "register");
        assertThat(json(town.got("d1", Sort.WAKE, 1).getFirst()).path("type").asString(""))
                .isEqualTo("wake");
        town.settles();
        assertThat(town.phones.got("d1", Sort.RING)).isEmpty();
    }

    @Test
    void push_R6_whoHasRegisteredTheSameTokenKeepsIt() {
        SecretKey dora = SecretKey.random(Events.RANDOM);
        town.registers(dora, "mine", "apns-voip", RINGING, "\"app\":\"org.example.phone\"");
        wakes(BRIDGE, "voice");
        town.got("d1", Sort.RING, 1);
        assertThat(town.devices().of(town.data().ledger(), dora.publicKey())).hasSize(1);
    }
}
