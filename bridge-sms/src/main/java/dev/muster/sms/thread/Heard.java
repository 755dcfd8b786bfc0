package dev.muster.sms.thread;

import dev.muster.kit.number.PhoneNumber;
import java.util.Optional;

/// Something that was texted to us and is for people to answer.
///
/// @param our number or name to which it came
/// @param from as the network calls the sender
/// @param number the same, if it can be answered
/// @param isPerhapsStop whether it may mean that no more texts are wanted
public record Heard(
        String our, String from, Optional<PhoneNumber> number, String text, boolean isPerhapsStop, String carrier) {
    /// What they are known by.
    public String their() {
        return number.map(PhoneNumber::e164).orElse(from);
    }

    /// Neither what was said, nor by whom.
    @Override
    public String toString() {
        return "something heard";
    }
}
