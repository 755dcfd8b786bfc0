package dev.muster.sms.thread;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.picture.Shown;

/// Texts what operators answer.
public interface Mouth {
    /// What is to become of it.
    sealed interface Said {
        /// It goes, and [Threads#fared] hears how far it has come.
        record Queued() implements Said {}

        /// It doesn't, and nobody is to try again.
        ///
        /// @param reason for programs, such as `opt_out`
        record Blocked(String reason) implements Said {}
    }

    /// Has something texted, unless it mustn't be.
    ///
    /// @param id never the same for two texts; of letters, digits and hyphens
    /// @param our the number or name to which they had texted
    Said say(Change change, String id, String our, PhoneNumber to, String text);

    /// Has a picture sent, unless it mustn't be.
    ///
    /// @param picture where the operator's client has put it
    Said show(Change change, String id, String our, PhoneNumber to, Shown picture);
}
