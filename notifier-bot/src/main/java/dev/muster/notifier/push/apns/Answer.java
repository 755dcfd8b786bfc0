package dev.muster.notifier.push.apns;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What came of sending something once.
sealed interface Answer {
    record Accepted() implements Answer {}

    /// Apple says no.
    ///
    /// @param reason a word of Apple's
    /// @param since when it noticed that the app is gone
    record Rejected(int status, String reason, Optional<Instant> since) implements Answer {
        /// Not for this app, or not of this environment.
        boolean isWrongPlace() {
            return status == 400 && (reason.equals("BadDeviceToken") || reason.equals("DeviceTokenNotForTopic"));
        }

        boolean isGone() {
            return status == 410 && (reason.equals("Unregistered") || reason.equals("ExpiredToken"));
        }

        boolean isExpiredProof() {
            return status == 403 && reason.equals("ExpiredProviderToken");
        }

        boolean isTooManyProofs() {
            return status == 429 && reason.equals("TooManyProviderTokenUpdates");
        }

        /// Nothing is wrong with what was sent, nor with who sent it.
        boolean isForNow() {
            return status == 429 || status >= 500 || isExpiredProof() || reason.equals("IdleTimeout");
        }
    }

    /// Nothing was said: perhaps it was taken all the same.
    record Failed(String reason, Optional<Duration> after) implements Answer {
        Failed(String reason) {
            this(reason, Optional.empty());
        }
    }

    /// There is nothing that could be shown to Apple for it.
    record Absent(String reason) implements Answer {}
}
