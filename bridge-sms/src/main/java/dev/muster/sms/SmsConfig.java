package dev.muster.sms;

import dev.muster.kit.config.Flat;
import dev.muster.kit.desk.BotConfig;
import dev.muster.kit.number.Numbers;
import dev.muster.sms.carrier.http.HttpConfig;
import dev.muster.sms.carrier.smpp.SmppConfig;
import dev.muster.sms.carrier.twilio.TwilioConfig;
import dev.muster.sms.hear.WordsConfig;
import dev.muster.sms.picture.PicturesConfig;
import dev.muster.sms.send.Ceilings;
import dev.muster.sms.thread.ThreadsConfig;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;

/// What `muster.toml` says in its section `[sms]`.
///
/// @param bot what every bot is told
/// @param region the country whose numbers may be written without a plus sign, in two letters; ZZ: none
/// @param mode which of the carriers that are set up are used
/// @param plain whether characters are replaced that make a text dearer and say nothing more, such as curly quotes
/// @param keep how long it is known which text went to whom, and what became of it
/// @param footer what stands below what is sent to many, such as how to get no more
public record SmsConfig(
        @Flat BotConfig bot,
        String region,
        Mode mode,
        boolean plain,
        Duration keep,
        String footer,
        HoursConfig quiet,
        Ceilings ceilings,
        WordsConfig words,
        TenDlcConfig tenDlc,
        ThreadsConfig threads,
        PicturesConfig pictures,
        SmppConfig smpp,
        TwilioConfig twilio,
        HttpConfig http) {
    /// Which carriers are used.
    public enum Mode {
        ALL,
        SMPP,
        HTTP,
        TWILIO
    }

    /// No country: all numbers begin with a plus sign.
    static final String ABROAD = "ZZ";

    public static final SmsConfig DEFAULT = new SmsConfig(
            BotConfig.of(
                    "sms",
                    "Muster SMS",
                    "I bring texts to people who have only a phone. Type help for what I understand.",
                    7781),
            ABROAD,
            Mode.ALL,
            true,
            Duration.ofDays(90),
            "Text STOP to end.",
            HoursConfig.DEFAULT,
            Ceilings.NONE,
            WordsConfig.DEFAULT,
            TenDlcConfig.DEFAULT,
            ThreadsConfig.DEFAULT,
            PicturesConfig.DEFAULT,
            SmppConfig.DEFAULT,
            TwilioConfig.DEFAULT,
            HttpConfig.DEFAULT);

    public SmsConfig {
        if (!region.equals(ABROAD) && !Numbers.knows(region)) {
            throw new IllegalArgumentException("region: two letters of a country, such as US");
        }
        boolean sendsFromThere = Stream.of(smpp.line(), twilio.line(), http.line())
                .flatMap(line -> line.senders().stream())
                .anyMatch(sender -> sender.startsWith("+1"));
        if (sendsFromThere && tenDlc.required() && !tenDlc.isThere()) {
            throw new IllegalArgumentException("tenDlc: brand_id and campaign_id, without which carriers in the United"
                    + " States take no texts from ordinary numbers; or required = false, if yours are others");
        }
    }

    /// Whether it could text anybody.
    public boolean hasCarrier() {
        return !smpp.host().isEmpty()
                || !twilio.accountSid().isEmpty()
                || http.address().isPresent();
    }

    /// The same, at home at that relay if it names none.
    public SmsConfig at(URI ownRelay) {
        return new SmsConfig(
                bot.at(ownRelay),
                region,
                mode,
                plain,
                keep,
                footer,
                quiet,
                ceilings,
                words,
                tenDlc,
                threads,
                pictures,
                smpp,
                twilio,
                http);
    }
}
