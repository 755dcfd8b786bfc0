package dev.muster.sms.consent;

import dev.muster.nostr.crypto.PublicKey;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// That somebody has agreed to be texted, and how we know.
///
/// @param text what they were shown when they agreed
/// @param evidence where an organizer keeps the proof, such as the name of a form
/// @param by who says so, if it isn't the person's own phone
/// @param said the id of what they said it with
public record Consent(
        How how, Instant at, String text, String evidence, Optional<PublicKey> by, Optional<String> said) {
    /// By which way somebody has agreed.
    public enum How {
        /// They answered YES to a text of ours.
        SMS,
        /// They linked their phone to their key, and answered with the code that we had sent there.
        LINK,
        /// On a form, on paper or in a browser.
        FORM,
        /// They told a person.
        VERBAL,
        /// They took it back.
        WITHDRAWN;

        /// For programs and files.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
