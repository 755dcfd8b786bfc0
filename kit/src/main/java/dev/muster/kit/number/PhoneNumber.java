package dev.muster.kit.number;

/// A number that a text can be sent to, such as `+12025550123`.
///
/// @param e164 a plus sign and digits
public record PhoneNumber(String e164) {
    private static final int SHOWN = 2;

    public PhoneNumber {
        if (!e164.matches("\\+[1-9][0-9]{6,14}")) throw new IllegalArgumentException("a number such as +12025550123");
    }

    /// For people who know whose it is, and nobody else: `•••23`.
    public String masked() {
        return "•••" + e164.substring(e164.length() - SHOWN);
    }

    /// Never the number: this is what ends in logs.
    @Override
    public String toString() {
        return masked();
    }
}
