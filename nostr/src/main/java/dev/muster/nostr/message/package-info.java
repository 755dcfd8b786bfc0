/// What clients and relays say to each other (NIP-01, 42, 45, 67, 77): two sealed families with their JSON.
///
/// Parsing never throws at the peer's words: what can't be understood becomes a message of its own, which says
/// how to answer. Imports `event` and `json`; knows nothing of sockets.
@NullMarked
package dev.muster.nostr.message;

import org.jspecify.annotations.NullMarked;
