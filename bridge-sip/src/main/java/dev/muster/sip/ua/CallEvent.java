package dev.muster.sip.ua;

import java.time.Duration;
import java.util.Optional;

/// What happens to a call. All that happens to one is told one after the other.
public sealed interface CallEvent {
    Call call();

    /// Somebody calls us: ring, answer or hang up.
    ///
    /// @param line the trunk or the account that it comes by
    /// @param called what was dialled
    /// @param offer their side of the session, SDP; none: they want ours
    record Incoming(Call call, Origin line, Caller caller, String called, Optional<String> offer) implements CallEvent {
        /// Without who calls whom.
        @Override
        public String toString() {
            return "Incoming[" + call + "]";
        }
    }

    /// It rings (180), or something is to be heard before anybody answers (with SDP).
    ///
    /// @param isReliable whether they know that we know
    record Progress(Call call, int code, Optional<String> answer, boolean isReliable) implements CallEvent {
        /// Without the session, which holds addresses.
        @Override
        public String toString() {
            return "Progress[" + call + "]";
        }
    }

    /// The other side is there: has answered our call, or knows that we have answered theirs.
    ///
    /// @param answer the other side of the session, as far as it was said just now
    record Answered(Call call, Optional<String> answer) implements CallEvent {
        /// Without the session, which holds addresses.
        @Override
        public String toString() {
            return "Answered[" + call + "]";
        }
    }

    /// They want another session: accept it, or refuse.
    ///
    /// @param offer none: they want to hear ours
    record Offered(Call call, Optional<String> offer) implements CallEvent {
        /// Without the session, which holds addresses.
        @Override
        public String toString() {
            return "Offered[" + call + "]";
        }
    }

    /// They agree to the session that we wanted, or answer the one that they have asked for.
    record Agreed(Call call, Optional<String> answer) implements CallEvent {
        /// Without the session, which holds addresses.
        @Override
        public String toString() {
            return "Agreed[" + call + "]";
        }
    }

    /// The session stays as it was: they don't want ours.
    record Declined(Call call, int code) implements CallEvent {}

    /// They have pressed a key.
    record Digit(Call call, char key, Duration duration) implements CallEvent {
        /// Without the key, which may belong to a PIN.
        @Override
        public String toString() {
            return "Digit[" + call + "]";
        }
    }

    /// They want us to call somebody else instead: say by [Call#transferred] what comes of it.
    ///
    /// @param to an address, or the number in it
    record TransferAsked(Call call, String to) implements CallEvent {
        /// Without the number.
        @Override
        public String toString() {
            return "TransferAsked[" + call + "]";
        }
    }

    /// What comes of a transfer that we have asked for; 200 and above is the end of it.
    record Transferring(Call call, int code) implements CallEvent {}

    /// It is over.
    ///
    /// @param code what SIP had to say; 0: nothing
    record Ended(Call call, HangupReason reason, int code) implements CallEvent {}
}
