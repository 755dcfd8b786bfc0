package dev.muster.sms.carrier.smpp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.sms.carrier.Ears;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.text.Alphabet;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jsmpp.PDUStringException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.util.DefaultDecomposer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears what an SMSC brings, one after the other as it comes, and answers each when it is written down.
final class Deliveries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    /// An SMSC that waits for no answer is told to wait.
    private static final int MOST_WAITING = 1000;

    private final String carrier;
    private final Alphabet defaultAlphabet;
    private final InstantSource clock;
    private final Receipts receipts;
    private final Heard heard;
    private final BlockingQueue<Task> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread;

    /// Answers a delivery with a status.
    interface Reply {
        void with(int status) throws IOException;
    }

    private sealed interface Task {
        record Hear(byte[] bytes, long session, Reply reply) implements Task {}

        record End(long session) implements Task {}
    }

    Deliveries(String carrier, SmppConfig config, InstantSource clock, Ids ids, Duration doubt, Ears ears) {
        this.carrier = carrier;
        this.defaultAlphabet = config.defaultAlphabet();
        this.clock = clock;
        receipts = new Receipts(carrier, ids);
        heard = new Heard(doubt);
        thread = Thread.ofVirtual().name("smpp-ears").start(() -> hearAll(ears));
    }

    /// Whether there is room for it.
    boolean offer(byte[] delivery, long session, Reply reply) {
        return waiting.offer(new Task.Hear(delivery, session, reply));
    }

    /// Nothing comes on this connection any more.
    void ended(long session) throws InterruptedException {
        waiting.put(new Task.End(session));
    }

    private void hearAll(Ears ears) {
        try {
            while (true) {
                switch (waiting.take()) {
                    case Task.Hear(var bytes, var session, var reply) -> hear(ears, bytes, session, reply);
                    case Task.End(var session) -> heard.ended(session, clock.instant());
                }
            }
        } catch (InterruptedException closing) {
            LOG.debug("no more ears");
        }
    }

    private void hear(Ears ears, byte[] bytes, long session, Reply reply) {
        try {
            DeliverSm delivery = new DefaultDecomposer().deliverSm(bytes);
            if (Receipts.isOne(delivery)) hearReceipt(ears, delivery, reply);
            else hearText(ears, delivery, session, reply);
        } catch (PDUStringException malformed) {
            LOG.warn("SMPP: something came that can't be read");
            answer(reply, malformed.getErrorCode());
        }
    }

    private void hearReceipt(Ears ears, DeliverSm delivery, Reply reply) {
        Optional<Incoming.Receipt> receipt = receipts.read(delivery);
        // Nothing is won if it is brought again.
        if (receipt.isEmpty()) LOG.warn("SMPP: a receipt came that can't be read");
        if (receipt.isEmpty() || isTaken(ears, receipt.get())) answer(reply, SMPPConstant.STAT_ESME_ROK);
        else answer(reply, SMPPConstant.STAT_ESME_RSYSERR);
    }

    private void hearText(Ears ears, DeliverSm delivery, long session, Reply reply) {
        Instant came = clock.instant();
        String content = hash(delivery);
        String key = heard.key(content, session, came);
        if (!isTaken(ears, text(delivery, key))) {
            answer(reply, SMPPConstant.STAT_ESME_RSYSERR);
        } else if (answer(reply, SMPPConstant.STAT_ESME_ROK)) {
            heard.answered(content, session, Duration.between(came, clock.instant()));
        }
    }

    /// The SMSC brings again what isn't taken.
    private static boolean isTaken(Ears ears, Incoming incoming) {
        try {
            ears.hear(incoming);
            return true;
        } catch (RuntimeException e) {
            LOG.error("SMPP: what came could not be written down; the SMSC is asked to bring it again", e);
            return false;
        }
    }

    private static boolean answer(Reply reply, int status) {
        try {
            reply.with(status);
            return true;
        } catch (IOException gone) {
            LOG.debug("SMPP: the connection broke before the SMSC was answered");
            return false;
        }
    }

    private Incoming text(DeliverSm delivery, String key) {
        String from = written(delivery.getSourceAddrTon(), delivery.getSourceAddr());
        String to = written(delivery.getDestAddrTon(), delivery.getDestAddress());
        Alphabet alphabet = alphabet(delivery.getDataCoding() & 0xff);
        Piece piece = Piece.of(delivery);
        return piece.place()
                .<Incoming>map(place -> new Incoming.Part(
                        carrier,
                        key,
                        from,
                        to,
                        place.reference(),
                        place.index(),
                        place.count(),
                        alphabet,
                        piece.bytes()))
                .orElseGet(() ->
                        new Incoming.Said(carrier, key, from, to, alphabet.decode(piece.bytes()), List.of(), false));
    }

    private static String written(byte type, String digits) {
        return new Address(type, 0, Optional.ofNullable(digits).orElse("")).written();
    }

    /// As GSM 03.38 groups them; what isn't text is read as if it were.
    private Alphabet alphabet(int coding) {
        return switch (coding) {
            case 1 -> Alphabet.ASCII;
            case 3 -> Alphabet.LATIN1;
            case 8 -> Alphabet.UCS2;
            default ->
                switch (coding >> 4) {
                    case 0x1, 0x3, 0x5, 0x7 -> ofBits(coding >> 2 & 3);
                    case 0xe -> Alphabet.UCS2;
                    case 0xf -> ofBits(coding >> 2 & 1);
                    default -> defaultAlphabet;
                };
        };
    }

    private Alphabet ofBits(int bits) {
        return switch (bits) {
            case 1 -> Alphabet.LATIN1;
            case 2 -> Alphabet.UCS2;
            default -> defaultAlphabet;
        };
    }

    private static String hash(DeliverSm delivery) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            Piece piece = Piece.of(delivery);
            digest.update((delivery.getSourceAddr() + "\0" + delivery.getDestAddress() + "\0" + piece.place() + "\0"
                            + delivery.getDataCoding() + "\0")
                    .getBytes(UTF_8));
            return HexFormat.of().formatHex(digest.digest(piece.bytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// What waits is brought again: the SMSC has no answer.
    @Override
    public void close() {
        thread.interrupt();
    }
}
