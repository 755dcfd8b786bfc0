/// Ways to the telephone network. Each carrier is one room below this one, and looks to everybody else like this:
///
/// ```
/// Outgoing ── Carrier ── Answer: accepted, later, refused, unknown
/// network  ── Carrier ── Incoming ── Ears: it returns when it is written down
/// ```
///
/// What only may have been taken is [Answer.Unknown], and nobody sends it again: a person must not get a text twice.
@NullMarked
package dev.muster.sms.carrier;

import org.jspecify.annotations.NullMarked;
