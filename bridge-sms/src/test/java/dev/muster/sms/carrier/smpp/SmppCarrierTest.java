package dev.muster.sms.carrier.smpp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Carrier;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.carrier.Outgoing;
import dev.muster.sms.text.Alphabet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.OptionalParameter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SmppCarrierTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String FROM = "+12025550199";
    private static final PhoneNumber TO = new PhoneNumber("+12025550123");

    private final BlockingQueue<Incoming> heard = new LinkedBlockingQueue<>();
    private final AtomicBoolean isDeaf = new AtomicBoolean();
    private volatile InstantSource clock = InstantSource.system();
    private PretendSmsc smsc;
    private Carrier carrier;

    @BeforeEach
    void connect() throws Exception {
        smsc = new PretendSmsc();
        carrier = new SmppCarrier(
                SubmissionsTest.config(smsc.port(), Alphabet.GSM, LongText.UDH, ""),
                () -> clock.instant(),
                new Random(1));
    }

    @AfterEach
    void disconnect() throws Exception {
        carrier.close();
        smsc.close();
    }

    private void start() {
        carrier.start(incoming -> {
            if (isDeaf.get()) throw new IllegalStateException("the disk is full");
            heard.add(incoming);
        });
        await(carrier::isReady);
    }

    private static void await(BooleanSupplier isSo) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private Answer send(String text) throws InterruptedException {
        return carrier.send(Outgoing.text("m1", FROM, TO, text, Duration.ofHours(4)), PATIENCE);
    }

    private Incoming hear() throws InterruptedException {
        Incoming incoming = heard.poll(20, SECONDS);
        assertThat(incoming).isNotNull();
        return incoming;
    }

    @Test
    void sms_R35_anIdForEachPart() throws Exception {
        start();
        assertThat(send("Join: https://example.org/j/1")).isEqualTo(new Answer.Accepted(List.of("1")));
        assertThat(send("a".repeat(400))).isEqualTo(new Answer.Accepted(List.of("2", "3", "4")));
        var first = smsc.submitted.take();
        assertThat(first.getDestAddress()).isEqualTo("12025550123");
        assertThat(first.getDestAddrTon()).isEqualTo((byte) 1);
        assertThat(first.getSourceAddr()).isEqualTo("12025550199");
        assertThat(first.getRegisteredDelivery()).isEqualTo((byte) 1);
        assertThat(first.getValidityPeriod()).isEqualTo("000000040000000R");
    }

    @Test
    void sms_R28_tooManyIsLaterForAll() throws Exception {
        start();
        // It is left alone for a second: here for ever.
        clock = InstantSource.fixed(clock.instant());
        smsc.answers(_ -> SMPPConstant.STAT_ESME_RTHROTTLED);
        assertThat(send("hi"))
                .isInstanceOfSatisfying(
                        Answer.Later.class,
                        later -> assertThat(later.isForAll()).isTrue());
        assertThat(carrier.isReady()).isFalse();
        smsc.answers(_ -> SMPPConstant.STAT_ESME_RMSGQFUL);
        assertThat(send("hi"))
                .isInstanceOfSatisfying(
                        Answer.Later.class,
                        later -> assertThat(later.isForAll()).isTrue());
        assertThat(smsc.submitted).hasSize(2);
    }

    @Test
    void sms_R46_aNoIsFinalWhenItIsAboutTheMessage() throws Exception {
        start();
        smsc.answers(_ -> SMPPConstant.STAT_ESME_RINVDSTADR);
        assertThat(send("hi")).isEqualTo(new Answer.Refused("0x0000000b", "it knows no such recipient", false));
        smsc.answers(_ -> SMPPConstant.STAT_ESME_RSYSERR);
        assertThat(send("hi"))
                .isInstanceOfSatisfying(
                        Answer.Later.class,
                        later -> assertThat(later.isForAll()).isFalse());
    }

    @Test
    void sms_R46_whereNobodyIsBoundNothingIsLost() throws Exception {
        assertThat(send("hi")).isInstanceOf(Answer.Later.class);
        smsc.answersBinds(SMPPConstant.STAT_ESME_RINVPASWD);
        carrier.start(heard::add);
        await(() -> smsc.binds.get() > 1);
        assertThat(carrier.isReady()).isFalse();
        assertThat(send("hi")).isInstanceOf(Answer.Later.class);
        smsc.answersBinds(SMPPConstant.STAT_ESME_ROK);
        await(carrier::isReady);
        assertThat(send("hi")).isInstanceOf(Answer.Accepted.class);
        assertThat(smsc.submitted).hasSize(1);
    }

    @Test
    void sms_R44_aBrokenConnectionLeavesItOpenAndIsMadeAgain() throws Exception {
        start();
        smsc.answers(_ -> PretendSmsc.HANG_UP);
        assertThat(send("hi")).isInstanceOf(Answer.Unknown.class);
        smsc.answers(_ -> SMPPConstant.STAT_ESME_ROK);
        await(() -> smsc.binds.get() == 2 && carrier.isReady());
        assertThat(send("hi")).isInstanceOf(Answer.Accepted.class);
        assertThat(smsc.submitted).hasSize(2);
    }

    @Test
    void sms_R45_noAnswerIsUnknownAndNothingGoesTwice() throws Exception {
        start();
        smsc.answers(_ -> PretendSmsc.SILENCE);
        assertThat(carrier.send(Outgoing.text("m1", FROM, TO, "hi", Duration.ZERO), Duration.ofSeconds(2)))
                .isInstanceOf(Answer.Unknown.class);
        assertThat(smsc.submitted).hasSize(1);
    }

    @Test
    void sms_R46_aPartThatWasNotTakenIsTriedAgainAndNoOther() throws Exception {
        start();
        var tries = new AtomicInteger();
        smsc.answers(
                _ -> tries.incrementAndGet() == 2 ? SMPPConstant.STAT_ESME_RTHROTTLED : SMPPConstant.STAT_ESME_ROK);
        assertThat(send("a".repeat(300))).isEqualTo(new Answer.Accepted(List.of("1", "2")));
        assertThat(smsc.submitted.stream().map(part -> (int) part.getShortMessage()[5]))
                .containsExactly(1, 2, 2);
    }

    @Test
    void sms_R44_halfATextIsUnknown() throws Exception {
        start();
        smsc.answers(part ->
                part.getShortMessage()[5] == 2 ? SMPPConstant.STAT_ESME_RTHROTTLED : SMPPConstant.STAT_ESME_ROK);
        Answer answer =
                carrier.send(Outgoing.text("m1", FROM, TO, "a".repeat(300), Duration.ZERO), Duration.ofSeconds(1));
        assertThat(answer).isEqualTo(new Answer.Unknown("the SMSC has taken 1 of 2 parts, and then: too many at once"));
    }

    @Test
    void sms_R12_whatIsHeardIsAnsweredAfterwards() throws Exception {
        start();
        CompletableFuture<Integer> status = smsc.deliver("12025550123", "12025550199", 0, 0, "STOP".getBytes(US_ASCII));
        assertThat(hear()).isInstanceOfSatisfying(Incoming.Said.class, said -> {
            assertThat(said.from()).isEqualTo("+12025550123");
            assertThat(said.to()).isEqualTo("+12025550199");
            assertThat(said.text()).isEqualTo("STOP");
            assertThat(said.carrier()).isEqualTo("smpp");
        });
        assertThat(status.get(20, SECONDS)).isZero();
    }

    @Test
    void sms_R12_whatCanNotBeWrittenDownComesAgainAndIsTheSame() throws Exception {
        isDeaf.set(true);
        start();
        byte[] stop = "STOP".getBytes(US_ASCII);
        assertThat(smsc.deliver("12025550123", "12025550199", 0, 0, stop).get(20, SECONDS))
                .isEqualTo(SMPPConstant.STAT_ESME_RSYSERR);
        isDeaf.set(false);
        assertThat(smsc.deliver("12025550123", "12025550199", 0, 0, stop).get(20, SECONDS))
                .isZero();
        assertThat(smsc.deliver("12025550123", "12025550199", 0, 0, stop).get(20, SECONDS))
                .isZero();
        String first = ((Incoming.Said) hear()).key();
        assertThat(first).endsWith(":0");
        assertThat(((Incoming.Said) hear()).key()).isNotEqualTo(first);
    }

    @Test
    void sms_c_whatComesKeepsItsOrder() throws Exception {
        start();
        for (int i = 0; i < 50; i++) {
            byte[] said = (i % 2 == 0 ? "قف " + i : "STOP " + i).getBytes(UTF_16BE);
            var _ = smsc.deliver("12025550123", "12025550199", 0, 8, said);
        }
        await(() -> heard.size() == 50);
        assertThat(heard.stream().map(said -> ((Incoming.Said) said).text()))
                .containsExactlyElementsOf(IntStream.range(0, 50)
                        .mapToObj(i -> (i % 2 == 0 ? "قف " : "STOP ") + i)
                        .toList());
    }

    @Test
    void sms_c_earsThatWaitForTheDiskHoldUpNoAnswer() throws Exception {
        var disk = new CountDownLatch(1);
        carrier.start(incoming -> {
            try {
                disk.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            heard.add(incoming);
        });
        await(carrier::isReady);
        CompletableFuture<Integer> status = smsc.deliver("12025550123", "12025550199", 0, 0, "hi".getBytes(US_ASCII));
        assertThat(send("hi")).isInstanceOf(Answer.Accepted.class);
        assertThat(status).isNotDone();
        disk.countDown();
        assertThat(status.get(20, SECONDS)).isZero();
    }

    @Test
    void sms_R54_partsAreHandedOnOneByOne() throws Exception {
        start();
        byte[] said = HexFormat.of().parseHex("0500034202014d656574");
        assertThat(smsc.deliver("12025550123", "12025550199", 0x40, 0, said).get(20, SECONDS))
                .isZero();
        assertThat(hear()).isInstanceOfSatisfying(Incoming.Part.class, part -> {
            assertThat(part.reference()).isEqualTo(0x42);
            assertThat(part.index()).isEqualTo(1);
            assertThat(part.count()).isEqualTo(2);
            assertThat(part.alphabet().decode(part.bytes())).isEqualTo("Meet");
        });
    }

    @Test
    void sms_R32_theTlvDecides() throws Exception {
        start();
        byte[] receipt = "id:0001818336 sub:001 dlvrd:001 stat:DELIVRD err:000".getBytes(US_ASCII);
        assertThat(smsc.deliver(
                                "12025550123",
                                "12025550199",
                                4,
                                0,
                                receipt,
                                new OptionalParameter.Receipted_message_id("1BBEE0"))
                        .get(20, SECONDS))
                .isZero();
        assertThat(hear()).isInstanceOfSatisfying(Incoming.Receipt.class, heardReceipt -> {
            assertThat(heardReceipt.ids()).containsExactly("1bbee0");
            assertThat(heardReceipt.state()).isEqualTo(Incoming.State.DELIVERED);
        });
    }
}
