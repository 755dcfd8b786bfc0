package dev.muster.sms.consent;

import java.time.Instant;
import java.util.Locale;

/// That somebody wants no texts.
public record OptOut(Source source, Instant at) {
    /// How we know.
    public enum Source {
        /// They texted STOP, or another word that means it.
        KEYWORD,
        /// The carrier refuses to text them for that reason.
        CARRIER,
        /// A person entered it.
        OPERATOR;

        /// For programs.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
