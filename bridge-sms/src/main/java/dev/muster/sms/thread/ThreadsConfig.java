package dev.muster.sms.thread;

import java.time.Duration;

/// The section `[sms.threads]` of `muster.toml`.
///
/// @param sharing who sees what somebody texts whom nobody has taken yet
/// @param archiveAfter how long after it was resolved a thread is put away
/// @param hotline what operators' programs call this, where they have several
public record ThreadsConfig(Sharing sharing, Duration archiveAfter, String hotline) {
    public static final ThreadsConfig DEFAULT = new ThreadsConfig(Sharing.ALL, Duration.ofDays(30), "sms");

    /// Who sees what nobody has taken yet.
    public enum Sharing {
        /// All operators.
        ALL,
        /// One after the other.
        ROUND_ROBIN
    }

    public ThreadsConfig {
        if (archiveAfter.isNegative() || archiveAfter.isZero())
            throw new IllegalArgumentException("archiveAfter: longer than 0");
        if (hotline.isBlank()) throw new IllegalArgumentException("hotline: a word");
    }
}
