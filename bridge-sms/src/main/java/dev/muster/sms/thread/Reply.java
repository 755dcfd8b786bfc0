package dev.muster.sms.thread;

/// An answer that is texted, and how it fares.
///
/// @param message what the operator calls it
record Reply(String thread, String operator, String message, Fate fate) {
    Reply has(Fate other) {
        return new Reply(thread, operator, message, other);
    }
}
