package dev.muster.sms.send;

import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.consent.Purpose;
import java.time.Instant;
import java.util.Optional;

/// A text that somebody wants to be sent.
///
/// @param id never the same for two texts
/// @param from which of our numbers or names; empty if any will do
/// @param broadcast what it is part of
/// @param ref what whoever ordered it calls the recipient
/// @param until after which it is of no use
/// @param isEmergency whether it goes at night too
public record Draft(
        String id,
        PhoneNumber to,
        String from,
        String body,
        Purpose purpose,
        Optional<String> broadcast,
        String ref,
        Instant until,
        boolean isEmergency,
        Form form) {
    /// One that stands alone.
    public static Draft of(String id, PhoneNumber to, String body, Purpose purpose, Instant until) {
        return new Draft(id, to, "", body, purpose, Optional.empty(), "", until, false, Form.TEXT);
    }

    public Draft from(String sender) {
        return new Draft(id, to, sender, body, purpose, broadcast, ref, until, isEmergency, form);
    }

    /// The same at night too: somebody waits for it.
    public Draft awaited() {
        return new Draft(id, to, from, body, purpose, broadcast, ref, until, true, form);
    }

    /// The same with more than text.
    public Draft as(Form other) {
        return new Draft(id, to, from, body, purpose, broadcast, ref, until, isEmergency, other);
    }

    Draft says(String text) {
        return new Draft(id, to, from, text, purpose, broadcast, ref, until, isEmergency, form);
    }

    /// Neither what it says, nor to whom.
    @Override
    public String toString() {
        return "draft " + id;
    }
}
