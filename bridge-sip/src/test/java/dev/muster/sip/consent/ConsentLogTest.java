package dev.muster.sip.consent;

import static dev.muster.sip.consent.Method.CLIENT_NO;
import static dev.muster.sip.consent.Method.CLIENT_YES;
import static dev.muster.sip.consent.Method.DTMF_1;
import static dev.muster.sip.consent.Method.IVR_ANNOUNCEMENT;
import static dev.muster.sip.consent.Method.PERIODIC_BEEP;
import static dev.muster.sip.consent.Method.VERBAL_NO;
import static dev.muster.sip.consent.Method.VERBAL_YES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.muster.kit.ledger.TestLedger;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConsentLogTest {
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");

    @RegisterExtension
    final TestLedger ledger = new TestLedger();

    private final SecretKey bridge = SecretKey.random(Events.RANDOM);
    private final ConsentLog log = new ConsentLog(bridge, Events.RANDOM, () -> NOON);

    private Entry add(String call, String party, Method method) {
        return ledger.ledger().change(change -> log.add(change, call, party, method));
    }

    @Test
    void sip_R1_eachEntryIsSignedByTheBridgeWithCallMethodAndTime() {
        Entry entry = add("call-1", "caller", DTMF_1);
        assertThat(entry.event().flaw()).isEmpty();
        assertThat(entry.event().author()).isEqualTo(bridge.publicKey());
        assertThat(entry.call()).isEqualTo("call-1");
        assertThat(entry.method()).contains(DTMF_1);
        assertThat(entry.at()).isEqualTo(NOON);
    }

    @Test
    void eachEntryNamesTheOneBefore() {
        Entry first = add("call-1", "caller", IVR_ANNOUNCEMENT);
        Entry second = add("call-2", "caller", DTMF_1);
        assertThat(second.before()).contains(first.event().id().hex());
        ledger.reopened();
        assertThat(log.of(ledger.ledger(), "call-2"))
                .extracting(entry -> entry.event().id())
                .containsExactly(second.event().id());
        assertThat(log.flaw(ledger.ledger())).isEmpty();
    }

    @Test
    void whoIsShownAPartSeesWhetherSomethingIsMissing() {
        Entry first = add("call-1", "caller", IVR_ANNOUNCEMENT);
        Entry second = add("call-1", "caller", VERBAL_NO);
        Entry third = add("call-1", "caller", VERBAL_YES);
        String firstId = first.event().id().hex();
        String secondId = second.event().id().hex();
        assertThat(ConsentLog.flaw(third, secondId, bridge.publicKey())).isEmpty();
        assertThat(ConsentLog.flaw(third, firstId, bridge.publicKey())).isPresent();
        assertThat(ConsentLog.flaw(new Entry(1, third.event()), secondId, bridge.publicKey()))
                .isPresent();
    }

    @Test
    void nobodyElseWritesInIt() {
        SecretKey other = SecretKey.random(Events.RANDOM);
        Event forged = new Rumor(
                        other.publicKey(),
                        NOON.getEpochSecond(),
                        30_078,
                        Tags.of(Tag.of("place", "0"), Tag.of("call", "call-1"), Tag.of("method", "verbal_yes")),
                        "")
                .sign(other, Events.RANDOM);
        assertThat(ConsentLog.flaw(new Entry(0, forged), "", bridge.publicKey()))
                .hasValueSatisfying(flaw -> assertThat(flaw).contains("somebody else"));
    }

    @Test
    void whatOneAgreesToAnotherDoesNot() {
        boolean _ = add("call-1", "caller", DTMF_1).method().isPresent();
        assertThat(log.allows(ledger.ledger(), Policy.AGREED, "call-1", "caller"))
                .isTrue();
        assertThat(log.allows(ledger.ledger(), Policy.AGREED, "call-1", "operator"))
                .isFalse();
        assertThat(log.allows(ledger.ledger(), Policy.AGREED, "call-2", "caller"))
                .isFalse();
    }

    @Test
    void sip_R1_thereIsNoPermitUntilEverybodyMayBeRecorded() {
        Set<String> both = Set.of("caller", "operator");
        assertThat(log.permit(ledger.ledger(), Policy.AGREED, "call-1", both)).isEmpty();
        boolean _ = add("call-1", "caller", DTMF_1).method().isPresent();
        assertThat(log.permit(ledger.ledger(), Policy.AGREED, "call-1", both)).isEmpty();
        assertThat(log.permit(ledger.ledger(), Policy.AGREED, "call-1", Set.of()))
                .isEmpty();
        boolean _ = add("call-1", "operator", CLIENT_YES).method().isPresent();
        assertThat(log.permit(ledger.ledger(), Policy.AGREED, "call-1", both)).hasValueSatisfying(permit -> {
            assertThat(permit.call()).isEqualTo("call-1");
            assertThat(permit.parties()).isEqualTo(both);
        });
        assertThat(log.permit(ledger.ledger(), Policy.AGREED, "call-2", both)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("heard")
    void sip_R1_nothingIsRecordedBefore(Policy policy, List<Method> heard, boolean isAllowed) {
        assertThat(policy.isSatisfied(heard)).isEqualTo(isAllowed);
    }

    static Stream<Arguments> heard() {
        return Stream.of(
                argumentSet("who was told nothing isn't recorded", Policy.ANNOUNCED, List.of(), false),
                argumentSet("who was told and stayed may be", Policy.ANNOUNCED, List.of(IVR_ANNOUNCEMENT), true),
                argumentSet("unless they must agree", Policy.AGREED, List.of(IVR_ANNOUNCEMENT), false),
                argumentSet("a key is a yes", Policy.AGREED, List.of(IVR_ANNOUNCEMENT, DTMF_1), true),
                argumentSet("so is what a human has noted", Policy.AGREED, List.of(VERBAL_YES), true),
                argumentSet("and what their client says", Policy.AGREED, List.of(CLIENT_YES), true),
                argumentSet("a beep is no consent", Policy.ANNOUNCED, List.of(PERIODIC_BEEP), false),
                argumentSet("a no counts", Policy.ANNOUNCED, List.of(IVR_ANNOUNCEMENT, VERBAL_NO), false),
                argumentSet("also after a yes", Policy.AGREED, List.of(DTMF_1, CLIENT_NO), false),
                argumentSet("until there is another yes", Policy.AGREED, List.of(VERBAL_NO, DTMF_1), true));
    }
}
