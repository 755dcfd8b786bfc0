package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Carrier;
import dev.muster.sms.carrier.Ears;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.carrier.Incoming.Part;
import dev.muster.sms.carrier.Incoming.Receipt;
import dev.muster.sms.carrier.Incoming.Said;
import dev.muster.sms.carrier.Incoming.State;
import dev.muster.sms.carrier.LineConfig;
import dev.muster.sms.carrier.Outgoing;
import dev.muster.sms.carrier.smpp.Bind;
import dev.muster.sms.carrier.smpp.IdForm;
import dev.muster.sms.carrier.smpp.LongText;
import dev.muster.sms.carrier.smpp.SmppCarrier;
import dev.muster.sms.carrier.smpp.SmppConfig;
import dev.muster.sms.text.Alphabet;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Texts over SMPP, to and from an SMSC that others wrote.
@Timeout(180)
@NeedsNode(NodeScript.SMSC)
class SmscTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FROM = "+12025550199";
    private static final PhoneNumber TO = new PhoneNumber("+12025550123");
    private static final String EMOJI = "Sraz u mostu ✊🏽 přijď včas! 👩🏽‍🚒 ".repeat(8);

    private final Queue<Incoming> heard = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isDeaf = new AtomicBoolean();
    private Smsc smsc;
    private Carrier carrier;

    @BeforeEach
    void startSmsc(NodePeer node) throws IOException {
        smsc = Smsc.start(node);
        carrier = carrier(10, LongText.UDH);
    }

    @AfterEach
    void disconnect() {
        carrier.close();
    }

    private Carrier carrier(int window, LongText longText) throws IOException {
        var config = new SmppConfig(
                "127.0.0.1",
                smsc.port(),
                "muster",
                "secret",
                "",
                Bind.TRANSCEIVER,
                false,
                Optional.empty(),
                window,
                Duration.ofSeconds(5),
                Alphabet.GSM,
                longText,
                IdForm.AUTO,
                -1,
                -1,
                1,
                1,
                "",
                "",
                0x1400,
                0x1401,
                LineConfig.DEFAULT);
        return new SmppCarrier(config, InstantSource.system(), new Random(1));
    }

    private void connect() {
        Ears ears = incoming -> {
            if (isDeaf.get()) throw new IllegalStateException("the disk is full");
            heard.add(incoming);
        };
        carrier.start(ears);
        Await.until(carrier::isReady, isReady -> isReady);
    }

    private Answer send(String id, String text) {
        try {
            return carrier.send(Outgoing.text(id, FROM, TO, text, Duration.ofHours(4)), PATIENCE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// As whoever has a queue does it: again when it certainly wasn't taken, and never otherwise.
    private Answer sendUntilItIsOver(String text) {
        while (true) {
            Answer answer = send("m", text);
            if (!(answer instanceof Answer.Later)) return answer;
            LockSupport.parkNanos(20_000_000);
        }
    }

    private <T extends Incoming> List<T> all(Class<T> sort) {
        return heard.stream().filter(sort::isInstance).map(sort::cast).toList();
    }

    @Test
    void sms_R44_thousandMessagesNoneLostNoneTwiceAndUnknownIsHonest() throws Exception {
        smsc.behave(Map.of("latency", 10, "throttleEvery", 7, "receipts", "DELIVRD"));
        connect();
        Map<String, Answer> answers = new ConcurrentHashMap<>();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1000; i++) {
                String text = "message " + i;
                senders.execute(() -> answers.put(text, sendUntilItIsOver(text)));
            }
            for (int kill = 1; kill <= 3; kill++) {
                int when = kill * 250;
                Await.until(() -> smsc.count("accepted"), accepted -> accepted >= when);
                smsc.hangUp();
            }
        }
        List<String> came = smsc.texts().stream().map(Smsc.Text::text).toList();
        assertThat(came).as("none twice").doesNotHaveDuplicates();
        assertThat(answers).hasSize(1000);
        Set<String> accepted = answers.entrySet().stream()
                .filter(answer -> answer.getValue() instanceof Answer.Accepted)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Set<String> unknown = answers.entrySet().stream()
                .filter(answer -> answer.getValue() instanceof Answer.Unknown)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertThat(accepted.size() + unknown.size()).as("nothing is refused").isEqualTo(1000);
        assertThat(came).as("none lost").containsAll(accepted);
        assertThat(came.stream().filter(text -> !accepted.contains(text)))
                .as("what came without an answer is unknown")
                .allMatch(unknown::contains);
        assertThat(unknown).hasSizeLessThanOrEqualTo(30);
        assertThat(smsc.count("throttled")).isPositive();
        assertThat(smsc.count("binds")).isEqualTo(4);
        assertThat(smsc.complaints()).isEmpty();
        Set<String> ids = answers.values().stream()
                .filter(Answer.Accepted.class::isInstance)
                .flatMap(answer -> ((Answer.Accepted) answer).ids().stream())
                .collect(Collectors.toSet());
        Await.until(
                () -> all(Receipt.class).stream()
                        .filter(receipt -> receipt.state() == State.DELIVERED)
                        .map(receipt -> receipt.ids().getFirst())
                        .collect(Collectors.toSet()),
                delivered -> delivered.containsAll(ids));
    }

    @ParameterizedTest
    @EnumSource
    void sms_R6_longTextsAndEmojiArriveAsTheyWere(LongText longText) throws Exception {
        carrier = carrier(10, longText);
        connect();
        for (String text : List.of(EMOJI, "@ [brackets] {and} €uros ".repeat(20), "hi", "")) {
            assertThat(send("m", text)).isInstanceOf(Answer.Accepted.class);
            assertThat(smsc.text().text()).isEqualTo(text);
        }
        assertThat(smsc.complaints()).isEmpty();
    }

    @Test
    void sms_R54_longTextsAndEmojiComeAsTheyWere() throws Exception {
        connect();
        smsc.say("12025550123", "12025550199", EMOJI);
        Await.until(
                () -> all(Part.class),
                parts -> !parts.isEmpty() && parts.size() == parts.getFirst().count());
        assertThat(Part.joined(all(Part.class))).isEqualTo(EMOJI);
        smsc.say("12025550123", "12025550199", "قف 😀");
        assertThat(Await.until(() -> all(Said.class), said -> !said.isEmpty()))
                .extracting(Said::text, Said::from, Said::to)
                .containsExactly(tuple("قف 😀", "+12025550123", FROM));
        assertThat(smsc.answers()).containsOnly("0");
    }

    @ParameterizedTest
    @CsvSource({"hex, same, false", "hex, padded, false", "dec, hex, false", "hex, padded, true"})
    void sms_R32_receiptsFindTheirMessage(String ids, String receiptIds, boolean isFirst) throws Exception {
        smsc.behave(Map.of(
                "ids",
                ids,
                "receiptIds",
                receiptIds,
                "tlv",
                false,
                "receipts",
                "DELIVRD",
                "latency",
                5,
                "receiptFirst",
                isFirst));
        connect();
        List<String> accepted = IntStream.range(0, 20)
                .mapToObj(
                        i -> ((Answer.Accepted) send("m", "message " + i)).ids().getFirst())
                .toList();
        List<Receipt> receipts = Await.until(() -> all(Receipt.class), come -> come.size() == 20);
        for (int i = 0; i < 20; i++) assertThat(receipts.get(i).ids()).contains(accepted.get(i));
    }

    @Test
    void sms_R12_stopThatCouldNotBeWrittenDownComesAgain() throws Exception {
        isDeaf.set(true);
        connect();
        smsc.say("12025550123", "12025550199", "STOP");
        assertThat(Await.until(smsc::answers, answers -> !answers.isEmpty())).containsOnly("8");
        carrier.close();
        isDeaf.set(false);
        carrier = carrier(10, LongText.UDH);
        connect();
        assertThat(Await.until(() -> all(Said.class), said -> !said.isEmpty()))
                .extracting(Said::text)
                .containsExactly("STOP");
        Await.until(() -> smsc.count("waiting"), waiting -> waiting == 0);
    }

    @Test
    void sms_R7_anSmscThatGoesAwayIsFoundAgain() throws Exception {
        connect();
        smsc.goAway();
        Await.until(carrier::isReady, isReady -> !isReady);
        assertThat(send("m", "hi")).isInstanceOf(Answer.Later.class);
        smsc.comeBack();
        Await.until(carrier::isReady, isReady -> isReady);
        assertThat(send("m", "hi")).isInstanceOf(Answer.Accepted.class);
        assertThat(smsc.text().text()).isEqualTo("hi");
    }

    /// How fast is told, and not asserted: machines differ.
    @Test
    void sms_c_theWindowIsUsedAndKept(TestReporter reporter) throws Exception {
        int messages = Boolean.getBoolean("muster.long") ? 20_000 : 2000;
        smsc.behave(Map.of("latency", 10));
        carrier = carrier(50, LongText.UDH);
        connect();
        Queue<Answer> answers = new ConcurrentLinkedQueue<>();
        long began = System.nanoTime();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < messages; i++) senders.execute(() -> answers.add(sendUntilItIsOver("hi")));
        }
        long tookMillis = (System.nanoTime() - began) / 1_000_000;
        reporter.publishEntry("messages a second", Long.toString(messages * 1000L / tookMillis));
        assertThat(answers).hasSize(messages).allMatch(Answer.Accepted.class::isInstance);
        assertThat(smsc.count("accepted")).isEqualTo(messages);
        assertThat(smsc.count("mostUnderWay")).isEqualTo(50);
    }
}
