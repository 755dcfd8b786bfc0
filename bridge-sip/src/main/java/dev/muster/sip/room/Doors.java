package dev.muster.sip.room;

/// Where PINs lead.
public interface Doors {
    /// How many digits a PIN has.
    int PIN_LENGTH = Pin.LENGTH;

    /// Tries a PIN.
    Door at(String digits);

    /// Which room somebody guesses at who enters this, for who counts that; it tells nothing of whether there is one.
    static String guessedAt(String digits) {
        return Pin.door(digits);
    }
}
