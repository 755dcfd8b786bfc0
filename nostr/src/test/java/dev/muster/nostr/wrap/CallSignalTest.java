package dev.muster.nostr.wrap;

import static dev.muster.nostr.wrap.Forger.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.CallSignal.Answer;
import dev.muster.nostr.wrap.CallSignal.Candidate;
import dev.muster.nostr.wrap.CallSignal.Capability;
import dev.muster.nostr.wrap.CallSignal.Context;
import dev.muster.nostr.wrap.CallSignal.Hangup;
import dev.muster.nostr.wrap.CallSignal.Media;
import dev.muster.nostr.wrap.CallSignal.Offer;
import dev.muster.nostr.wrap.CallSignal.Reject;
import dev.muster.nostr.wrap.CallSignal.Renegotiate;
import dev.muster.nostr.wrap.Opened.Refused;
import dev.muster.nostr.wrap.Opened.Sealed;
import dev.muster.nostr.wrap.Opened.UnsignedCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls in both dialects: BuildIt's test vectors, each through both of its envelopes, and NIP-AC's kinds.
@Timeout(20)
class CallSignalTest {
    private static final String ID = "550e8400-e29b-41d4-a716-446655440000";
    private static final CallId CALL = new CallId(ID);
    private static final Instant VECTORS_TIME = Instant.ofEpochMilli(1_706_234_567_890L);

    private final SecureRandom random = new SecureRandom();
    private final SecretKey alice = SecretKey.random(random);
    private final SecretKey bob = SecretKey.random(random);
    private final ConversationKeys conversations = new ConversationKeys(10);
    private final InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(Forger.NOW));
    private final Sender sender = new Sender(alice, conversations, clock, random);
    private final Recipient strict = new Recipient(bob, conversations);
    private final Recipient tolerant = new Recipient(bob, conversations, UnsignedSeals.OPENED_FOR_CALLS);

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void buildit_vectorSurvivesASealByteForByte(String name, int kind, JsonNode vector) {
        Rumor rumor = sender.rumor(kind, Tags.NONE, vector.get("input").toString());

        Opened opened = strict.open(sender.wrap(rumor, bob.publicKey(), Delivery.storedNow()));

        assertThat(opened).isInstanceOfSatisfying(Sealed.class, answer -> {
            assertThat(answer.message().text()).isEqualTo(vector.get("input").toString());
            assertThat(answer.message().rumor()).isEqualTo(rumor);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void buildit_vectorSurvivesAnUnsignedSealIfAllowed(String name, int kind, JsonNode vector) {
        Rumor rumor = sender.rumor(kind, Tags.NONE, vector.get("input").toString());
        var buildIt = new Forger(alice, bob.publicKey());
        var wrap = buildIt.wrap(buildIt.unsignedSeal(json(rumor)));

        assertThat(tolerant.open(wrap))
                .isInstanceOfSatisfying(
                        UnsignedCall.class,
                        answer -> assertThat(answer.message().text())
                                .isEqualTo(vector.get("input").toString()));
        assertThat(strict.open(wrap))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Refusal.UNSIGNED_SEAL));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void buildit_vectorIsToldByItsShape(String name, int kind, JsonNode vector) {
        JsonNode input = vector.get("input");
        boolean expired = name.equals("invalid_expired_offer");
        if (!vector.get("expected").get("valid").asBoolean() && !expired) {
            assertThatIllegalArgumentException().isThrownBy(() -> signal(kind, input.toString()));
            return;
        }
        CallSignal signal = signal(kind, input.toString());

        assertThat(signal.callId().value()).isEqualTo(input.get("callId").asString());
        switch (signal) {
            case Offer offer -> {
                assertThat(kind).isEqualTo(Kind.BUILDIT_CALL_OFFER);
                assertThat(offer.media().name())
                        .isEqualToIgnoringCase(input.get("callType").asString());
                assertThat(offer.sdp().text()).isEqualTo(input.get("sdp").asString());
                assertThat(offer.madeAt().toEpochMilli())
                        .isEqualTo(input.get("timestamp").asLong());
                assertThat(offer.madeAt().isBefore(VECTORS_TIME.minus(Duration.ofSeconds(60))))
                        .isEqualTo(expired);
                assertThat(offer.context()).isEqualTo(context(input));
            }
            case Candidate(var _, var candidate) -> {
                assertThat(kind).isEqualTo(Kind.BUILDIT_ICE_CANDIDATE);
                JsonNode expected = input.get("candidate");
                assertThat(candidate.candidate()).isEqualTo(text(expected, "candidate"));
                assertThat(candidate.sdpMid()).isEqualTo(text(expected, "sdpMid"));
                assertThat(candidate.sdpMLineIndex())
                        .hasValue(expected.get("sdpMLineIndex").asInt());
                assertThat(candidate.usernameFragment()).isEqualTo(text(expected, "usernameFragment"));
            }
            case Hangup(var _, var reason) -> {
                assertThat(kind).isEqualTo(Kind.BUILDIT_CALL_HANGUP);
                assertThat(reason).isEqualTo(input.get("reason").asString());
            }
            case Answer _, Reject _, Renegotiate _ -> throw new AssertionError("no vector is one: " + signal);
        }
    }

    static Stream<Arguments> vectors() {
        return Stream.of(
                        vectors(Kind.BUILDIT_CALL_OFFER, "call-offer.json"),
                        vectors(Kind.BUILDIT_ICE_CANDIDATE, "ice-candidate.json"),
                        vectors(Kind.BUILDIT_CALL_HANGUP, "call-hangup.json"))
                .flatMap(some -> some);
    }

    private static Stream<Arguments> vectors(int kind, String file) {
        try (InputStream json = CallSignalTest.class.getResourceAsStream("buildit/" + file)) {
            return JsonMapper.shared()
                    .readTree(json)
                    .get("vectors")
                    .valueStream()
                    .map(vector -> Arguments.of(vector.get("name").asString(), kind, vector));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Context context(JsonNode input) {
        var capabilities = EnumSet.noneOf(Capability.class);
        JsonNode said = input.path("capabilities");
        if (said.path("video").asBoolean(false)) capabilities.add(Capability.VIDEO);
        if (said.path("screenShare").asBoolean(false)) capabilities.add(Capability.SCREEN_SHARE);
        if (said.path("e2ee").asBoolean(false)) capabilities.add(Capability.E2EE);
        if (said.path("insertableStreams").asBoolean(false)) capabilities.add(Capability.INSERTABLE_STREAMS);
        return new Context(
                text(input, "groupId"),
                text(input, "roomId"),
                text(input, "hotlineId"),
                input.path("isReconnect").asBoolean(false),
                input.path("isRenegotiation").asBoolean(false),
                capabilities);
    }

    private static Optional<String> text(JsonNode object, String field) {
        return object.has(field) ? Optional.of(object.get(field).asString()) : Optional.empty();
    }

    @Test
    void buildit_answerIsAnOfferWithoutACallType() {
        String json = "{\"_v\":\"1.0.0\",\"callId\":\"" + ID + "\",\"sdp\":\"v=0\\r\\n\",\"timestamp\":1706234567890}";

        assertThat(signal(Kind.BUILDIT_CALL_ANSWER, json)).isEqualTo(new Answer(CALL, new Sdp("v=0\r\n")));
    }

    @ParameterizedTest
    @ValueSource(ints = {24_300, 24_304, 24_315, 24_399})
    void buildit_shapeCountsAndNotTheNumber(int kind) {
        String json = "{\"_v\":\"1.0.0\",\"callId\":\"" + ID + "\",\"reason\":\"busy\"}";

        assertThat(signal(kind, json)).isEqualTo(new Hangup(CALL, "busy"));
    }

    @Test
    void webRtc_candidateMayHaveNulls() {
        String json = "{\"_v\":\"1.0.0\",\"callId\":\"" + ID
                + "\",\"candidate\":{\"candidate\":\"\",\"sdpMid\":null,\"usernameFragment\":null,\"foo\":[]}}";
        var end = new IceCandidate(Optional.of(""), Optional.empty(), OptionalInt.empty(), Optional.empty());

        assertThat(signal(Kind.BUILDIT_ICE_CANDIDATE, json)).isEqualTo(new Candidate(CALL, end));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "not json at all",
                "[]",
                "{}",
                "{'_v':'1.0.0','callId':'ID'}",
                "{'_v':'1.0.0','callId':'ID','reason':'answered_elsewhere'}",
                "{'_v':'1.0.0','callId':'ID','reason':null}",
                "{'_v':'1','callId':'ID','reason':'busy'}",
                "{'callId':'ID','reason':'busy'}",
                "{'_v':'1.0.0','callId':'1-1-1-1-1','reason':'busy'}",
                "{'_v':'1.0.0','callId':7,'reason':'busy'}",
                "{'_v':'1.0.0','callId':'ID','callId':'ID','reason':'busy'}",
                "{'_v':'1.0.0','callId':'ID','reason':'busy'} more",
                "{'_v':'1.0.0','callId':'ID','reason':'busy','sdp':'v=0','timestamp':1}",
                "{'_v':'1.0.0','callId':'ID','sdp':'v=0','candidate':{},'timestamp':1}",
                "{'_v':'1.0.0','callId':'ID','sdp':'v=0'}",
                "{'_v':'1.0.0','callId':'ID','sdp':'v=0','timestamp':1.5}",
                "{'_v':'1.0.0','callId':'ID','sdp':'v=0','timestamp':-1}",
                "{'_v':'1.0.0','callId':'ID','sdp':'v=0','timestamp':1,'callType':'voice','groupId':null}",
                "{'_v':'1.0.0','callId':'ID','sdp':'v=0','timestamp':1,'callType':'voice','isReconnect':'true'}",
                "{'_v':'1.0.0','callId':'ID','sdp':'v=0','timestamp':1,'callType':'voice','capabilities':[]}",
                "{'_v':'1.0.0','callId':'ID','sdp':'v=0','timestamp':1,'callType':'voice','capabilities':{'video':1}}",
                "{'_v':'1.0.0','callId':'ID','candidate':'candidate:1'}",
                "{'_v':'1.0.0','callId':'ID','candidate':{'sdpMLineIndex':65536}}",
                "{'_v':'1','type':'transfer_request','callId':'ID','reason':'busy','timestamp':1}",
                "{'_v':'1.0.0','callId':'ID','hotlineId':'h','callType':'pstn','state':'ringing'}",
            })
    void buildit_anythingElseIsRefused(String like) {
        String json = like.replace('\'', '"').replace("ID", ID);

        assertThatIllegalArgumentException().isThrownBy(() -> signal(Kind.BUILDIT_CALL_OFFER, json));
    }

    @Test
    void nipAc_everyKindIsASignal() {
        var ice = "{\"candidate\":\"candidate:1 1 udp 1 203.0.113.1 44323 typ"
                + " host\",\"sdpMid\":\"0\",\"sdpMLineIndex\":0}";
        var candidate = new IceCandidate(
                Optional.of("candidate:1 1 udp 1 203.0.113.1 44323 typ host"),
                Optional.of("0"),
                OptionalInt.of(0),
                Optional.empty());

        assertThat(CallSignal.of(nipAc(25_050, "v=0", "video")))
                .isEqualTo(
                        new Offer(CALL, Media.VIDEO, new Sdp("v=0"), Instant.ofEpochSecond(Forger.NOW), noContext()));
        assertThat(CallSignal.of(nipAc(25_051, "v=0", "voice"))).isEqualTo(new Answer(CALL, new Sdp("v=0")));
        assertThat(CallSignal.of(nipAc(25_052, ice, "voice"))).isEqualTo(new Candidate(CALL, candidate));
        assertThat(CallSignal.of(nipAc(25_053, "", "voice"))).isEqualTo(new Hangup(CALL, ""));
        assertThat(CallSignal.of(nipAc(25_054, "busy", "voice"))).isEqualTo(new Reject(CALL, "busy"));
        assertThat(CallSignal.of(nipAc(25_055, "v=0", "voice"))).isEqualTo(new Renegotiate(CALL, new Sdp("v=0")));
    }

    @Test
    void nipAc_offerSaysVoiceOrVideo() {
        assertThat(CallSignal.of(nipAc(25_050, "v=0", "voice")))
                .isInstanceOfSatisfying(
                        Offer.class, offer -> assertThat(offer.media()).isEqualTo(Media.VOICE));
        assertThatIllegalArgumentException().isThrownBy(() -> CallSignal.of(nipAc(25_050, "v=0", "audio")));
    }

    @ParameterizedTest(name = "without {0}")
    @CsvSource({"call-id, 25053", "p, 25053", "call-type, 25050"})
    void nipAc_callWithoutARequiredTagIsRefused(String name, int kind) {
        Rumor whole = nipAc(kind, "", "voice");
        var tags = whole.tags().stream().filter(tag -> !tag.isNamed(name)).toList();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallSignal.of(sender.rumor(kind, new Tags(tags), "")))
                .withMessageContaining(name);
    }

    @Test
    void nipAc_membersAreKeysAndTheCallIdIsAUuid() {
        Tags noKey = Tags.of(Tag.of("p", "bob"), Tag.of("call-id", ID));
        Tags noUuid = Tags.of(Tag.of("p", bob.publicKey().hex()), Tag.of("call-id", "call-1"));

        assertThatIllegalArgumentException().isThrownBy(() -> CallSignal.of(sender.rumor(25_053, noKey, "")));
        assertThatIllegalArgumentException().isThrownBy(() -> CallSignal.of(sender.rumor(25_053, noUuid, "")));
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 24_299, 24_400, 25_049, 25_056})
    void otherKindsAreNoCalls(int kind) {
        assertThatIllegalArgumentException().isThrownBy(() -> signal(kind, "{}"));
    }

    @Test
    void signalsDoNotShowWhereSomebodyIsInLogs() {
        var ice = "{\"candidate\":\"candidate:1 1 udp 1 203.0.113.1 44323 typ host\"}";
        String sdp = "v=0\r\nc=IN IP4 203.0.113.1\r\n";

        assertThat(CallSignal.of(nipAc(25_052, ice, "voice")).toString()).doesNotContain("203.0.113.1");
        assertThat(CallSignal.of(nipAc(25_050, sdp, "voice")).toString()).doesNotContain("203.0.113.1");
    }

    @Test
    void callIdKeepsItsCase() {
        assertThat(new CallId("550E8400-E29B-41D4-A716-446655440000").value())
                .isEqualTo("550E8400-E29B-41D4-A716-446655440000");
    }

    private CallSignal signal(int kind, String content) {
        return CallSignal.of(sender.rumor(kind, Tags.NONE, content));
    }

    private static Context noContext() {
        return new Context(Optional.empty(), Optional.empty(), Optional.empty(), false, false, Set.of());
    }

    private Rumor nipAc(int kind, String content, String callType) {
        var tags = Tags.of(
                Tag.of("p", bob.publicKey().hex()),
                Tag.of("call-id", ID),
                Tag.of("call-type", callType),
                Tag.of("alt", "WebRTC call"));
        return sender.rumor(kind, tags, content);
    }
}
