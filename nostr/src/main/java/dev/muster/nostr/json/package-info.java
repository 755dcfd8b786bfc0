/// JSON as the wire has it: strict, straight from UTF-8 bytes, one pass, no tree in between.
///
/// General libraries are lenient where Nostr must not be (numbers, lone surrogates, repeated keys) and escape
/// where NIP-01 must not (its id preimage). So this small room reads and writes for everything above it, and
/// imports nothing of ours but `crypto` for hex.
@NullMarked
package dev.muster.nostr.json;

import org.jspecify.annotations.NullMarked;
