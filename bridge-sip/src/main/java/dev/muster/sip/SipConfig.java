package dev.muster.sip;

import dev.muster.kit.config.Flat;
import dev.muster.kit.desk.BotConfig;
import dev.muster.kit.number.Numbers;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.sip.credit.Rates;
import dev.muster.sip.gate.GateConfig;
import dev.muster.sip.phrase.PhrasesConfig;
import dev.muster.sip.room.RoomsConfig;
import dev.muster.sip.taping.RecordingConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What `muster.toml` says in its section `[sip]`.
///
/// @param bot what every bot is told
/// @param region the country whose numbers may be written without a plus sign, in two letters; ZZ: none
/// @param numbers ours, and what each stands for: `+12025550100=operators`
/// @param notifier the bot that wakes people's devices; none: who isn't online isn't rung
/// @param credits how many each group has a month; 0 for as many as it likes
/// @param rates how many credits a minute costs by prefix, such as `+44=2`; what isn't named costs one
/// @param keep how long it is known who called whom
/// @param drain how long calls may go on when the bridge is to stop
public record SipConfig(
        @Flat BotConfig bot,
        String region,
        List<String> numbers,
        Optional<PublicKey> notifier,
        long credits,
        List<String> rates,
        Duration keep,
        Duration drain,
        MediaConfig media,
        AgentSection agent,
        AppsSection apps,
        TrunkSection trunk,
        TrunkSection secondTrunk,
        TrunkSection thirdTrunk,
        GateConfig gate,
        RoomsConfig rooms,
        PhrasesConfig phrases,
        RecordingConfig recording,
        TurnConfig turn) {
    private static final Duration LONGEST_DRAIN = Duration.ofHours(1);

    /// No country: all numbers begin with a plus sign.
    static final String ABROAD = "ZZ";

    public static final SipConfig DEFAULT = new SipConfig(
            BotConfig.of(
                    "sip",
                    "Muster phone",
                    "I bring telephones and people on Nostr into one call. Type help for what I understand.",
                    7782),
            ABROAD,
            List.of(),
            Optional.empty(),
            0,
            List.of(),
            Duration.ofDays(90),
            Duration.ofMinutes(1),
            MediaConfig.DEFAULT,
            AgentSection.DEFAULT,
            AppsSection.DEFAULT,
            TrunkSection.NONE,
            TrunkSection.NONE,
            TrunkSection.NONE,
            GateConfig.DEFAULT,
            RoomsConfig.DEFAULT,
            PhrasesConfig.DEFAULT,
            RecordingConfig.OFF,
            TurnConfig.NONE);

    public SipConfig {
        numbers = List.copyOf(numbers);
        rates = List.copyOf(rates);
        if (!region.equals(ABROAD) && !Numbers.knows(region))
            throw new IllegalArgumentException("region: two letters of a country, such as US");
        var _ = OurNumbers.of(numbers);
        var _ = Rates.of(rates);
        if (credits < 0) throw new IllegalArgumentException("credits: a number, or 0 for as many as they like");
        if (apps.areThere() && apps.encrypted() && agent.certificate().isEmpty())
            throw new IllegalArgumentException("apps: they come by TLS, for which there has to be a certificate"
                    + " (sip.agent.certificate), unless sip.apps.encrypted is false");
        if (!keep.isPositive()) throw new IllegalArgumentException("keep: longer than nothing");
        if (drain.isNegative() || drain.compareTo(LONGEST_DRAIN) > 0)
            throw new IllegalArgumentException("drain: an hour at most");
    }

    /// Those ways to telephones that there are, in order.
    List<TrunkSection> trunks() {
        return Stream.of(trunk, secondTrunk, thirdTrunk)
                .filter(TrunkSection::isThere)
                .toList();
    }

    /// Whether telephones can be reached.
    public boolean hasTrunk() {
        return !trunks().isEmpty();
    }

    /// The same, at home at that relay if it names none.
    public SipConfig at(URI ownRelay) {
        return new SipConfig(
                bot.at(ownRelay),
                region,
                numbers,
                notifier,
                credits,
                rates,
                keep,
                drain,
                media,
                agent,
                apps,
                trunk,
                secondTrunk,
                thirdTrunk,
                gate,
                rooms,
                phrases,
                recording,
                turn);
    }

    /// The same, with that bot to wake people's devices if it names none.
    public SipConfig wakingBy(PublicKey bot) {
        return new SipConfig(
                this.bot,
                region,
                numbers,
                notifier.or(() -> Optional.of(bot)),
                credits,
                rates,
                keep,
                drain,
                media,
                agent,
                apps,
                trunk,
                secondTrunk,
                thirdTrunk,
                gate,
                rooms,
                phrases,
                recording,
                turn);
    }
}
