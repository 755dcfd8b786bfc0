/// What a bot says to people: wrapped when it is decided, written down with that decision, and carried to the relays
/// where each person receives private messages.
///
/// ```
/// Post ── errand of the outbox ── Directory: where does she receive? ── Connections ── relay, relay, relay
///                                                                        first has it: reached
///                                                                        all have it:  ended
/// ```
///
/// Relays that people name are strangers to us: [Reach] says which we go to.
@NullMarked
package dev.muster.kit.post;

import org.jspecify.annotations.NullMarked;
