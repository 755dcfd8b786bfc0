package dev.muster.sip.taping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.ledger.TestLedger;
import dev.muster.nostr.client.Await;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Events;
import dev.muster.sip.consent.ConsentLog;
import dev.muster.sip.consent.Method;
import dev.muster.sip.phrase.Phrase;
import dev.muster.sip.phrase.Phrasebook;
import dev.muster.sip.phrase.PhrasesConfig;
import dev.muster.sip.record.Format;
import dev.muster.sip.record.Playback;
import dev.muster.sip.record.Recording;
import dev.muster.sip.record.Recordings;
import dev.muster.sip.record.State;
import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.taping.RecordingConfig.Consent;
import dev.muster.sip.taping.RecordingConfig.Which;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Who is asked, and when a call is recorded.
@Timeout(60)
class TapingTest {
    private static final String CALL = "call-1";
    private static final int WAV_HEAD = 58;

    @RegisterExtension
    final TestLedger ledger = new TestLedger();

    private final AtomicLong nanos = new AtomicLong(TimeUnit.HOURS.toNanos(1));
    private final SecretKey key = SecretKey.random(Events.RANDOM);
    private final PretendPair pair = new PretendPair();
    private final Phrasebook phrases = Phrasebook.open(PhrasesConfig.DEFAULT);
    private final ConsentLog consents = new ConsentLog(key, Events.RANDOM, InstantSource.system());
    private Recordings recordings;
    private Tapings tapings;
    private Taping taping;

    TapingTest() throws IOException {}

    @BeforeEach
    void open() {
        recordings = new Recordings(ledger.ledger(), folder(), InstantSource.system(), Events.RANDOM);
        begins(Which.OFF, Consent.KEY);
    }

    private Path folder() {
        return ledger.folder().resolve("call-recordings");
    }

    @AfterEach
    void close() {
        tapings.close();
    }

    private void begins(Which which, Consent consent) {
        var config =
                new RecordingConfig(which, consent, Duration.ofDays(1), Optional.empty(), "", Format.FLAC, true, "", 1);
        tapings = new Tapings(new Tapings.Needs(ledger.ledger(), consents, recordings, phrases, config, nanos::get));
        taping = tapings.open(CALL, pair);
    }

    /// A call in which both talk.
    private void talking(Which which, Consent consent) {
        begins(which, consent);
        assertThat(pair.announced).isEmpty();
        taping.talking();
    }

    private void awaits(Progress progress) {
        Await.until(() -> tapings.progress(CALL) == progress);
    }

    private void isAsked(Phrase phrase) {
        Await.until(() -> !pair.announced.isEmpty());
        assertThat(pair.announced.getLast()).isEqualTo(phrases.say(phrase));
    }

    private void bothHear() {
        pair.hears(Party.PERSON);
        pair.hears(Party.TELEPHONE);
    }

    /// Whatever was wanted before this has been dealt with: it is noted after all of that.
    private void settle() {
        int before = said().size();
        assertThat(tapings.agrees(CALL, true)).isEqualTo(Reply.DONE);
        Await.until(() -> said().size() > before);
    }

    private List<String> said() {
        return consents.of(ledger.ledger(), CALL).stream()
                .map(entry ->
                        entry.party() + " " + entry.method().map(Method::word).orElse("nothing"))
                .toList();
    }

    private List<Recording> recorded() {
        return recordings.of(ledger.ledger(), CALL);
    }

    private boolean isAnyByteThere() throws IOException {
        if (!Files.exists(folder())) return false;
        try (Stream<Path> files = Files.walk(folder())) {
            return files.anyMatch(Files::isRegularFile);
        }
    }

    @Test
    void sip_R1_nothingIsRecordedBeforeBothHaveHeardOfIt() throws Exception {
        talking(Which.ALL, Consent.ANNOUNCEMENT);
        isAsked(Phrase.RECORDED);
        assertThat(pair.taps).isEmpty();
        pair.hears(Party.TELEPHONE);
        Await.until(() -> said().size() == 1);
        assertThat(isAnyByteThere()).isFalse();
        assertThat(pair.taps).isEmpty();
        pair.hears(Party.PERSON);

        awaits(Progress.RECORDING);
        assertThat(pair.taps).containsOnlyKeys(Party.values());
        assertThat(said()).startsWith("telephone ivr_announcement", "person ivr_announcement");
        assertThat(consents.flaw(ledger.ledger())).isEmpty();
        taping.over();
        Await.until(() -> recorded().getFirst().state() == State.DONE);
        assertThat(pair.taps).isEmpty();
    }

    @Test
    void sip_R1_whoIsToPress1AndDoesIsRecorded() throws Exception {
        talking(Which.ALL, Consent.KEY);
        isAsked(Phrase.CONSENT);
        bothHear();
        Await.until(() -> said().size() == 2);
        taping.pressed('5');
        settle();
        assertThat(tapings.progress(CALL)).isEqualTo(Progress.ASKING);
        assertThat(isAnyByteThere()).isFalse();
        taping.pressed('1');
        awaits(Progress.RECORDING);
        assertThat(said()).contains("telephone dtmf_1");
    }

    @Test
    void sip_R1_whoPresses1BeforeTheQuestionEndsWaitsForTheOtherOneToHaveHeardIt() {
        talking(Which.ALL, Consent.KEY);
        isAsked(Phrase.CONSENT);
        taping.pressed('1');
        Await.until(() -> said().contains("telephone dtmf_1"));
        assertThat(tapings.progress(CALL)).isEqualTo(Progress.ASKING);
        pair.hears(Party.PERSON);
        awaits(Progress.RECORDING);
    }

    @Test
    void sip_R1_whoPresses2IsNotRecorded() throws Exception {
        talking(Which.ALL, Consent.KEY);
        isAsked(Phrase.CONSENT);
        bothHear();
        taping.pressed('2');
        awaits(Progress.OFF);
        assertThat(said()).contains("telephone dtmf_2");
        taping.pressed('1');
        settle();
        assertThat(tapings.progress(CALL)).isEqualTo(Progress.OFF);
        assertThat(isAnyByteThere()).isFalse();
    }

    @Test
    void sip_R1_whoSaysNothingIsNotRecorded() throws Exception {
        talking(Which.ALL, Consent.KEY);
        isAsked(Phrase.CONSENT);
        bothHear();
        Await.until(() -> said().size() == 2);
        // Nothing is noted after this but by the same thread, which has noted when to stop waiting by then.
        settle();
        nanos.addAndGet(Taping.TO_AGREE.toNanos());
        awaits(Progress.OFF);
        taping.pressed('1');
        settle();
        assertThat(said()).doesNotContain("telephone dtmf_1");
        assertThat(isAnyByteThere()).isFalse();
    }

    @Test
    void sip_R1_whatIsSaidInWordsIsNotedByWhoHeardIt() throws Exception {
        talking(Which.REQUEST, Consent.VERBAL);
        settle();
        assertThat(tapings.progress(CALL)).isEqualTo(Progress.OFF);
        assertThat(pair.announced).isEmpty();
        assertThat(tapings.said(CALL, Asker.PERSON, true)).isEqualTo(Reply.DONE);
        awaits(Progress.RECORDING);
        assertThat(said()).contains("telephone verbal_yes", "person client_yes");

        assertThat(tapings.said(CALL, Asker.PERSON, false)).isEqualTo(Reply.DONE);
        Await.until(() -> recorded().getFirst().state() == State.DONE);
        assertThat(pair.taps).isEmpty();
        assertThat(tapings.want(CALL, Asker.PERSON)).isEqualTo(Reply.DONE);
        awaits(Progress.ASKING);
        assertThat(recorded()).as("a no counts until there is a yes").hasSize(1);
    }

    @Test
    void sip_R1_whoTalksForTheGroupHearsOfItWhenSomebodyElseNotesTheYes() {
        talking(Which.REQUEST, Consent.VERBAL);
        assertThat(tapings.said(CALL, Asker.ADMIN, true)).isEqualTo(Reply.DONE);
        isAsked(Phrase.RECORDED);
        assertThat(tapings.progress(CALL)).isEqualTo(Progress.ASKING);
        pair.hears(Party.PERSON);
        awaits(Progress.RECORDING);
    }

    @Test
    void whoIsToPressAKeyDoesntAgreeOtherwise() {
        talking(Which.REQUEST, Consent.KEY);
        assertThat(tapings.said(CALL, Asker.PERSON, true)).isEqualTo(Reply.OTHER_CONSENT);
        assertThat(said()).isEmpty();
    }

    @Test
    void onRequestNobodyIsAskedBeforeSomebodyWantsIt() {
        talking(Which.REQUEST, Consent.ANNOUNCEMENT);
        settle();
        assertThat(pair.announced).isEmpty();
        assertThat(tapings.want("another", Asker.PERSON)).isEqualTo(Reply.NO_CALL);
        assertThat(tapings.want(CALL, Asker.PERSON)).isEqualTo(Reply.DONE);
        isAsked(Phrase.RECORDED);
        bothHear();
        awaits(Progress.RECORDING);
        assertThat(tapings.stop(CALL)).isEqualTo(Reply.DONE);
        Await.until(() -> recorded().getFirst().state() == State.DONE);
        awaits(Progress.OFF);
        assertThat(tapings.want(CALL, Asker.PERSON)).isEqualTo(Reply.DONE);
        awaits(Progress.RECORDING);
        assertThat(pair.announced).as("they have heard it").hasSize(1);
        assertThat(recorded()).hasSize(2);
    }

    @Test
    void whereNothingIsRecordedNothingHappens() {
        talking(Which.OFF, Consent.ANNOUNCEMENT);
        taping.pressed('1');
        assertThat(tapings.want(CALL, Asker.PERSON)).isEqualTo(Reply.OFF);
        assertThat(tapings.said(CALL, Asker.PERSON, true)).isEqualTo(Reply.OFF);
        taping.over();
        assertThat(pair.announced).isEmpty();
        assertThat(recorded()).isEmpty();
    }

    @Test
    void sip_R2_itBeepsEach15SecondsAsLongAsItIsRecorded() {
        talking(Which.ALL, Consent.ANNOUNCEMENT);
        isAsked(Phrase.RECORDED);
        bothHear();
        Await.until(() -> pair.beeps.get() == 1);
        for (int i = 2; i <= 4; i++) {
            nanos.addAndGet(Duration.ofMillis(14_900).toNanos());
            settle();
            assertThat(pair.beeps).hasValue(i - 1);
            nanos.addAndGet(Duration.ofMillis(100).toNanos());
            int expected = i;
            Await.until(() -> pair.beeps.get() == expected);
        }
        assertThat(said().stream().filter(entry -> entry.endsWith("periodic_beep")))
                .hasSize(2);
        assertThat(tapings.stop(CALL)).isEqualTo(Reply.DONE);
        awaits(Progress.OFF);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        settle();
        assertThat(pair.beeps).hasValue(4);
    }

    @Test
    void whoWasDisturbedIsAskedAgain() {
        talking(Which.ALL, Consent.ANNOUNCEMENT);
        isAsked(Phrase.RECORDED);
        taping.disturbed(true);
        taping.disturbed(false);
        Await.until(() -> pair.announced.size() == 2);
        pair.hears(Party.PERSON);
        pair.waiting.getFirst().accept(Party.TELEPHONE);
        settle();
        assertThat(said()).as("what was cut short").doesNotContain("telephone ivr_announcement");
        pair.hears(Party.TELEPHONE);
        awaits(Progress.RECORDING);
    }

    @Test
    void sip_R3_bothSidesAreWhereTheyBelongAndWhatIsSaidOnHoldIsNot() throws Exception {
        talking(Which.ALL, Consent.ANNOUNCEMENT);
        isAsked(Phrase.RECORDED);
        bothHear();
        awaits(Progress.RECORDING);
        says(0, 50);
        taping.disturbed(true);
        says(50, 100);
        taping.disturbed(false);
        says(100, 150);
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        taping.over();
        Await.until(() -> recorded().getFirst().state() == State.DONE);

        Recording recording = recorded().getFirst();
        assertThat(recording.duration()).isEqualTo(Duration.ofSeconds(3));
        short[] samples = played(recording);
        assertThat(loudness(samples, 0, 0, 8000)).isPositive();
        assertThat(loudness(samples, 1, 0, 8000)).as("who says nothing").isZero();
        assertThat(loudness(samples, 0, 8000, 16_000)).as("on hold").isZero();
        assertThat(loudness(samples, 0, 16_000, 24_000)).isPositive();
    }

    /// The telephone says so many frames.
    private void says(int from, int to) {
        for (int i = from; i < to; i++) {
            byte[] payload = new byte[G711.FRAME];
            for (int j = 0; j < payload.length; j++)
                payload[j] = G711.PCMU.encode((int) (8000 * Math.sin((i * G711.FRAME + j) * 0.4)));
            byte[] bytes = ByteBuffer.allocate(RtpPacket.HEADER + payload.length)
                    .put((byte) 0x80)
                    .put((byte) 0)
                    .putShort((short) i)
                    .putInt(i * G711.FRAME)
                    .putInt(7)
                    .put(payload)
                    .array();
            var packet = new RtpPacket();
            assertThat(packet.read(bytes, 0, bytes.length)).isTrue();
            Objects.requireNonNull(pair.taps.get(Party.TELEPHONE))
                    .heard(packet, G711.PCMU, nanos.get() + i * 20_000_000L);
            // The recorder comes by often enough when this takes as long as it does in a call.
            if (i % 25 == 24) settle();
        }
    }

    private short[] played(Recording recording) throws IOException {
        try (Playback wav = recordings.open(recording.id(), Format.WAV).orElseThrow()) {
            byte[] bytes = new byte[(int) wav.length()];
            assertThat(wav.read(0, bytes)).isEqualTo(bytes.length);
            short[] samples = new short[(bytes.length - WAV_HEAD) / 2];
            ByteBuffer.wrap(bytes, WAV_HEAD, bytes.length - WAV_HEAD)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(samples);
            return samples;
        }
    }

    private static long loudness(short[] samples, int channel, int from, int to) {
        long all = 0;
        for (int i = from; i < to; i++) all += Math.abs(samples[2 * i + channel]);
        return all;
    }

    @Test
    void whenTheBridgeIsStoppedWhatIsRecordedIsKept() {
        talking(Which.ALL, Consent.ANNOUNCEMENT);
        isAsked(Phrase.RECORDED);
        bothHear();
        awaits(Progress.RECORDING);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        tapings.close();
        assertThat(recorded()).hasSize(1).allMatch(recording -> recording.state() == State.DONE);
    }

    @Test
    void sip_R1_theLogIsSignedByTheBridgeAndNamesTheCallAndHow() {
        talking(Which.ALL, Consent.ANNOUNCEMENT);
        isAsked(Phrase.RECORDED);
        bothHear();
        awaits(Progress.RECORDING);
        var all = new ArrayList<>(consents.of(ledger.ledger(), CALL));
        assertThat(all).hasSizeGreaterThanOrEqualTo(2);
        String before = "";
        for (var entry : all) {
            assertThat(ConsentLog.flaw(entry, before, key.publicKey())).isEmpty();
            assertThat(entry.call()).isEqualTo(CALL);
            before = entry.event().id().hex();
        }
    }
}
