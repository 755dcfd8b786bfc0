package dev.muster.sip.consent;

import java.util.Set;

/// That a call may be recorded. Nobody but the [ConsentLog] gives it, after all that the parties were told and
/// have said; so nothing can begin to record without having asked there.
public final class Permit {
    private final String call;
    private final Set<String> parties;

    Permit(String call, Set<String> parties) {
        this.call = call;
        this.parties = Set.copyOf(parties);
    }

    /// Which one.
    public String call() {
        return call;
    }

    /// Who has consented.
    public Set<String> parties() {
        return parties;
    }
}
