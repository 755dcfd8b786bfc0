package dev.muster.sip.sdp;

import java.util.Optional;

/// What comes of an offer, or of the answer to ours.
public sealed interface Agreement {
    /// Both can speak.
    ///
    /// @param theirs the stream that was taken
    /// @param voice how both can speak, the best first
    /// @param direction what we do now
    /// @param crypto theirs, where keys are in the description
    record Agreed(Media theirs, Voice voice, Direction direction, Optional<Crypto> crypto) implements Agreement {}

    /// Nothing. On the telephone that is 488, and for people on Nostr `media_failure`.
    record Refused(Reason why) implements Agreement {}

    /// Why nothing comes of it.
    enum Reason {
        /// There is none, or it was refused.
        NO_AUDIO,
        /// It is encrypted in another way, or not at all.
        OTHER_TRANSPORT,
        /// It doesn't know G.711, which all must (RFC 7874).
        NO_COMMON_CODEC,
        /// It is nowhere that packets could be sent to.
        NO_ADDRESS,
        /// There is no key, or none that we can use.
        NO_KEY,
        /// It doesn't look for us, and we don't look for anybody.
        NO_ICE,
        /// It waits for us to begin with DTLS, and we wait as well.
        NOBODY_BEGINS
    }

    /// Looks for what both sides have.
    static Agreement of(Sdp theirs, Ours ours) {
        return switch (ours) {
            case PlainMedia plain -> of(theirs, plain);
            case WebRtcMedia webRtc -> of(theirs, webRtc);
        };
    }

    private static Agreement of(Sdp sdp, PlainMedia ours) {
        Transport wanted = ours.cryptos().isEmpty() ? Transport.PLAIN : Transport.SDES;
        Optional<Media> audio = audio(sdp, wanted);
        if (audio.isEmpty()) return new Refused(hasAudio(sdp) ? Reason.OTHER_TRANSPORT : Reason.NO_AUDIO);
        Media theirs = audio.get();
        if (theirs.rtp().isEmpty() && !theirs.isHold()) return new Refused(Reason.NO_ADDRESS);
        Optional<Crypto> crypto = theirs.keys().cryptos().stream()
                .filter(Crypto::isPlain)
                .filter(their -> ours.cryptos().stream()
                        .anyMatch(our -> our.tag() == their.tag() && our.suite().equals(their.suite())))
                .findFirst();
        if (wanted == Transport.SDES && crypto.isEmpty()) return new Refused(Reason.NO_KEY);
        return agreed(theirs, ours, wanted == Transport.SDES ? crypto : Optional.empty());
    }

    private static Agreement of(Sdp sdp, WebRtcMedia ours) {
        Optional<Media> audio = audio(sdp, Transport.DTLS);
        if (audio.isEmpty()) return new Refused(hasAudio(sdp) ? Reason.OTHER_TRANSPORT : Reason.NO_AUDIO);
        Media theirs = audio.get();
        if (theirs.keys().fingerprints().isEmpty()) return new Refused(Reason.NO_KEY);
        if (theirs.where().ice().filter(ice -> !ice.isLite()).isEmpty()) return new Refused(Reason.NO_ICE);
        // Who says nothing begins (RFC 8842, 5.2).
        if (!theirs.keys().setup().orElse(Setup.ACTIVE).mayBegin()) return new Refused(Reason.NOBODY_BEGINS);
        return agreed(theirs, ours, Optional.empty());
    }

    private static Agreement agreed(Media theirs, Ours ours, Optional<Crypto> crypto) {
        Voice voice = theirs.voice().among(ours.codecs());
        if (voice.codecs().isEmpty()) return new Refused(Reason.NO_COMMON_CODEC);
        return new Agreed(theirs, voice, theirs.direction().answered(ours.direction()), crypto);
    }

    private static Optional<Media> audio(Sdp sdp, Transport transport) {
        return sdp.media().stream()
                .filter(media -> isOffered(media) && media.transport().equals(Optional.of(transport)))
                .findFirst();
    }

    private static boolean hasAudio(Sdp sdp) {
        return sdp.media().stream().anyMatch(Agreement::isOffered);
    }

    private static boolean isOffered(Media media) {
        return media.isAudio() && !media.head().isRefused();
    }
}
