/// Calls between a telephone and people on Nostr: one [Conversation] each, which alone decides what becomes of it.
///
/// [Calls] is the room's entry: whatever asks something of a call asks there, be it a wrap, a program, an admin, or
/// the telephone itself. What was decided is in the ledger before anybody is told, with what it costs and whom it
/// concerns; how voices go is [Media]'s business.
@NullMarked
package dev.muster.sip.call;

import org.jspecify.annotations.NullMarked;
