package dev.muster.sms.carrier.smpp;

import dev.muster.kit.config.Secret;
import dev.muster.sms.carrier.LineConfig;
import dev.muster.sms.text.Alphabet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The section about SMPP: an SMSC, an aggregator, or Jasmin.
///
/// @param host where the SMSC is; none: no texts by SMPP
/// @param systemId the name that it knows us by
/// @param password what goes with that; nobody sees it where there is TLS
/// @param systemType what some want to be told; most don't
/// @param bind what a connection is for
/// @param tls whether the connection is encrypted, which needs a port of its own
/// @param ca the certificates, in PEM format, that sign the SMSC's; none: those that Java trusts
/// @param window how many messages may be on their way without an answer
/// @param enquireInterval after which silence is asked about
/// @param defaultAlphabet what the SMSC takes a text for whose alphabet isn't named
/// @param longText how the parts of a long text are told to belong together
/// @param receiptIds how receipts write the ids of messages
/// @param sourceTon type of number of what we send from; -1: what it looks like
/// @param sourceNpi numbering plan of what we send from; -1: what it looks like
/// @param destTon type of number of recipients
/// @param destNpi numbering plan of recipients
/// @param brand who sends, as registered for texts to the United States from ordinary numbers (10DLC)
/// @param campaign why, likewise
/// @param brandTag the parameter that the SMSC wants the brand in
/// @param campaignTag the parameter that the SMSC wants the campaign in
/// @param line how it is used
public record SmppConfig(
        String host,
        int port,
        String systemId,
        @Secret String password,
        String systemType,
        Bind bind,
        boolean tls,
        Optional<Path> ca,
        int window,
        Duration enquireInterval,
        Alphabet defaultAlphabet,
        LongText longText,
        IdForm receiptIds,
        int sourceTon,
        int sourceNpi,
        int destTon,
        int destNpi,
        String brand,
        String campaign,
        int brandTag,
        int campaignTag,
        LineConfig line) {
    private static final int LONGEST_SYSTEM_ID = 15;
    private static final int LONGEST_PASSWORD = 8;
    private static final int LONGEST_SYSTEM_TYPE = 12;
    private static final int WIDEST_WINDOW = 1000;

    /// The numbering plans that SMPP knows.
    private static final Set<Integer> PLANS = Set.of(0, 1, 3, 4, 6, 8, 9, 10, 14, 18);

    /// Where SMPP has room for what a vendor adds.
    private static final int FIRST_TAG = 0x1400;

    private static final int LAST_TAG = 0x3fff;

    public static final SmppConfig DEFAULT = new SmppConfig(
            "",
            2775,
            "",
            "",
            "",
            Bind.TRANSCEIVER,
            false,
            Optional.empty(),
            10,
            Duration.ofSeconds(30),
            Alphabet.GSM,
            LongText.UDH,
            IdForm.AUTO,
            -1,
            -1,
            1,
            1,
            "",
            "",
            FIRST_TAG,
            FIRST_TAG + 1,
            LineConfig.DEFAULT);

    public SmppConfig {
        if (port < 1 || port > 65_535) throw new IllegalArgumentException("port: 1 to 65535");
        if (systemId.length() > LONGEST_SYSTEM_ID)
            throw new IllegalArgumentException("systemId: no more than 15 characters, which is what SMPP has room for");
        if (password.length() > LONGEST_PASSWORD)
            throw new IllegalArgumentException("password: no more than 8 characters, which is what SMPP has room for");
        if (systemType.length() > LONGEST_SYSTEM_TYPE)
            throw new IllegalArgumentException("systemType: no more than 12 characters");
        if (window < 1 || window > WIDEST_WINDOW) throw new IllegalArgumentException("window: 1 to 1000");
        if (enquireInterval.compareTo(Duration.ofSeconds(1)) < 0 || enquireInterval.compareTo(Duration.ofHours(1)) > 0)
            throw new IllegalArgumentException("enquireInterval: 1 s to 1 h");
        if (defaultAlphabet == Alphabet.UCS2)
            throw new IllegalArgumentException("defaultAlphabet: gsm, latin1 or ascii");
        if (isOutside(sourceTon, -1, 6)) throw new IllegalArgumentException("sourceTon: 0 to 6, or -1");
        if (sourceNpi != -1 && !PLANS.contains(sourceNpi))
            throw new IllegalArgumentException("sourceNpi: 0, 1, 3, 4, 6, 8, 9, 10, 14 or 18, or -1");
        if (isOutside(destTon, 0, 6)) throw new IllegalArgumentException("destTon: 0 to 6");
        if (!PLANS.contains(destNpi)) throw new IllegalArgumentException("destNpi: 0, 1, 3, 4, 6, 8, 9, 10, 14 or 18");
        if (isOutside(brandTag, FIRST_TAG, LAST_TAG)) throw new IllegalArgumentException("brandTag: 5120 to 16383");
        if (isOutside(campaignTag, FIRST_TAG, LAST_TAG) || campaignTag == brandTag)
            throw new IllegalArgumentException("campaignTag: 5120 to 16383, and another than brandTag");
    }

    private static boolean isOutside(int value, int least, int most) {
        return value < least || value > most;
    }

    /// Whether there is an SMSC.
    public boolean isConfigured() {
        return !host.isEmpty();
    }
}
