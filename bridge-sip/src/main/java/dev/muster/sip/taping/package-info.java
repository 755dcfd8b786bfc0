/// Calls that are recorded, with consent: who is asked and how, when it begins, that one is reminded of it, when it
/// ends.
///
/// [Tapings] is the room's entry. Each call that goes on has a [Taping]; what is heard in the call is [Pair]'s
/// business,
/// what was agreed to is the log's (`consent`), and the sound is the recorder's (`record`).
@NullMarked
package dev.muster.sip.taping;

import org.jspecify.annotations.NullMarked;
