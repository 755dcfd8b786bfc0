/// What people on Nostr and the bridge tell each other about calls: BuildIt's 24300-24309 and 24380-24383 in sealed
/// wraps, and NIP-AC's 25050-25055 to who calls by those.
///
/// [Signals] is the room's entry: it hears what people say. [Peers] are those who are told what becomes of their calls,
/// in the change that decides it.
@NullMarked
package dev.muster.sip.signal;

import org.jspecify.annotations.NullMarked;
