package dev.muster.sip.ua;

import java.util.Optional;

/// Wakes apps that sleep (RFC 8599). All of it is asked in the time of a call, so nothing here waits for a network.
public interface Waking {
    /// Somebody calls an app that hasn't answered where it was.
    ///
    /// @param call the Call-ID by which it is going to be called: a UUID, which is used for no other device
    /// @param from the number that calls, if it may be shown
    record Wanted(String account, Binding binding, Push push, String call, Optional<String> from) {
        /// Without people and numbers.
        @Override
        public String toString() {
            return "Wanted[" + call + "]";
        }
    }

    /// Why it needn't be woken any more.
    enum Over {
        /// It is there.
        AWAKE,
        /// Who calls has given up, or somebody else has answered.
        CANCELLED
    }

    /// Whether that can be understood.
    boolean knows(Push push);

    void wake(Wanted wanted);

    /// What was wanted for that call isn't any more.
    void over(String call, Over why);
}
