package dev.muster.sip.taping;

import dev.muster.kit.config.Secret;
import dev.muster.sip.consent.Policy;
import dev.muster.sip.record.Format;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What calls are recorded, who has to agree to it and how, and what becomes of it.
///
/// @param keep after which the sound is deleted, and what is known of it forgotten
/// @param upload where it is sent when it is done; empty: it stays here
/// @param uploadToken that is shown there; empty: we sign what we send (NIP-98)
/// @param uploadDeletes whether it is deleted here as soon as it has arrived there
/// @param intakeToken that programs show who bring recordings that were made elsewhere; empty: nobody does
/// @param intakeMostMb how much sound one of those may have
public record RecordingConfig(
        Which calls,
        Consent consent,
        Duration keep,
        Optional<URI> upload,
        @Secret String uploadToken,
        Format uploadFormat,
        boolean uploadDeletes,
        @Secret String intakeToken,
        int intakeMostMb) {
    public static final RecordingConfig OFF = new RecordingConfig(
            Which.OFF, Consent.KEY, Duration.ofDays(90), Optional.empty(), "", Format.FLAC, true, "", 64);

    private static final int MOST_MB = 512;

    /// Which calls are recorded.
    public enum Which {
        OFF,
        /// Those of which somebody who talks in them wants it.
        REQUEST,
        ALL
    }

    /// How whoever is at the telephone agrees. Whoever talks for the group has heard of it.
    public enum Consent {
        /// They hear it, and stay.
        ANNOUNCEMENT(Policy.ANNOUNCED),
        /// They are asked to press 1, and do.
        KEY(Policy.AGREED),
        /// They say yes to whom they talk with, who notes that.
        VERBAL(Policy.AGREED);

        private final Policy telephone;

        Consent(Policy telephone) {
            this.telephone = telephone;
        }

        Map<String, Policy> policies() {
            return Map.of(Party.TELEPHONE.word(), telephone, Party.PERSON.word(), Policy.ANNOUNCED);
        }
    }

    public RecordingConfig {
        if (!keep.isPositive()) throw new IllegalArgumentException("keep: longer than nothing");
        if (intakeMostMb < 1 || intakeMostMb > MOST_MB)
            throw new IllegalArgumentException("intakeMostMb: 1 to " + MOST_MB);
        if (!intakeToken.isEmpty() && intakeToken.length() < SHORTEST)
            throw new IllegalArgumentException("intakeToken: at least " + SHORTEST + " characters");
    }

    private static final int SHORTEST = 12;
}
