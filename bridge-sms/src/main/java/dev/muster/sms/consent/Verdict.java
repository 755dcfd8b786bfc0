package dev.muster.sms.consent;

/// Whether somebody may be texted.
public enum Verdict {
    YES(""),
    OPTED_OUT("opt_out"),
    NO_CONSENT("no_consent"),
    /// They have said something that may mean it, and a human hasn't decided yet.
    PERHAPS_OPTED_OUT("perhaps_opt_out");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    /// Why not, for programs.
    public String word() {
        return word;
    }
}
