package dev.muster.sms.carrier.smpp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.muster.sms.carrier.Outgoing;
import dev.muster.sms.text.Alphabet;
import dev.muster.sms.text.Segments;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jsmpp.bean.OptionalParameter;

/// Makes of a message what goes to the SMSC.
final class Submissions {
    private static final byte DEFAULT_CODING = 0;
    private static final byte UCS2_CODING = 8;
    private static final byte PLAIN = 0;
    private static final byte WITH_HEADER = 0x40;
    private static final int MOST_PARTS = 255;

    /// A relative time has two digits for days, but nobody keeps a text for as long as that.
    private static final Duration LONGEST_VALIDITY = Duration.ofDays(28);

    private final SmppConfig config;
    private final AtomicInteger reference;

    Submissions(SmppConfig config, RandomGenerator random) {
        this.config = config;
        // Counted from there: two long texts to one phone must not have the same.
        reference = new AtomicInteger(random.nextInt());
    }

    /// Its parts; empty if it is longer than parts can be counted.
    List<Submission> of(Outgoing message) {
        boolean isDefault = Segments.of(message.text()).isGsm()
                && config.defaultAlphabet().encode(message.text()).isPresent();
        Alphabet alphabet = isDefault ? config.defaultAlphabet() : Alphabet.UCS2;
        Segments segments = isDefault ? Segments.of(message.text()) : Segments.ofUcs2(message.text());
        if (segments.count() > MOST_PARTS) return List.of();
        if (segments.count() == 1) return List.of(one(message, alphabet, PLAIN, encoded(alphabet, message.text())));
        return switch (config.longText()) {
            case UDH -> withHeaders(message, alphabet, segments);
            case SAR -> numbered(message, alphabet, segments);
            case PAYLOAD ->
                List.of(one(
                        message,
                        alphabet,
                        PLAIN,
                        new byte[0],
                        new OptionalParameter.Message_payload(encoded(alphabet, message.text()))));
        };
    }

    private static byte[] encoded(Alphabet alphabet, String text) {
        return alphabet.encode(text).orElseThrow();
    }

    private List<Submission> withHeaders(Outgoing message, Alphabet alphabet, Segments segments) {
        int ours = reference.getAndIncrement();
        List<Submission> parts = new ArrayList<>();
        for (int i = 0; i < segments.count(); i++) {
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(new byte[] {5, 0, 3, (byte) ours, (byte) segments.count(), (byte) (i + 1)});
            bytes.writeBytes(encoded(alphabet, segments.parts().get(i)));
            parts.add(one(message, alphabet, WITH_HEADER, bytes.toByteArray()));
        }
        return parts;
    }

    private List<Submission> numbered(Outgoing message, Alphabet alphabet, Segments segments) {
        int ours = reference.getAndIncrement();
        List<Submission> parts = new ArrayList<>();
        for (int i = 0; i < segments.count(); i++)
            parts.add(one(
                    message,
                    alphabet,
                    PLAIN,
                    encoded(alphabet, segments.parts().get(i)),
                    new OptionalParameter.Sar_msg_ref_num((short) ours),
                    new OptionalParameter.Sar_total_segments((byte) segments.count()),
                    new OptionalParameter.Sar_segment_seqnum((byte) (i + 1))));
        return parts;
    }

    private Submission one(
            Outgoing message, Alphabet alphabet, byte esmClass, byte[] bytes, OptionalParameter... parameters) {
        List<OptionalParameter> all = new ArrayList<>(List.of(parameters));
        if (!config.brand().isEmpty()) all.add(registered(config.brandTag(), config.brand()));
        if (!config.campaign().isEmpty()) all.add(registered(config.campaignTag(), config.campaign()));
        return new Submission(
                Address.sender(message.from(), config.sourceTon(), config.sourceNpi()),
                new Address(
                        config.destTon(), config.destNpi(), message.to().e164().substring(1)),
                esmClass,
                alphabet == Alphabet.UCS2 ? UCS2_CODING : DEFAULT_CODING,
                bytes,
                validity(message.validity()),
                all);
    }

    private static OptionalParameter registered(int tag, String name) {
        return new OptionalParameter.OctetString((short) tag, name.getBytes(US_ASCII));
    }

    /// From now on: clocks of others may be wrong.
    static Optional<String> validity(Duration asked) {
        Duration validity = asked.compareTo(LONGEST_VALIDITY) > 0 ? LONGEST_VALIDITY : asked;
        if (!validity.isPositive()) return Optional.empty();
        return Optional.of(String.format(
                Locale.ROOT,
                "0000%02d%02d%02d%02d000R",
                validity.toDays(),
                validity.toHoursPart(),
                validity.toMinutesPart(),
                validity.toSecondsPart()));
    }
}
