package dev.muster.sip.signal;

import dev.muster.nostr.crypto.PublicKey;

/// Somebody who is told of a call.
///
/// @param person their public key, hex
record Peer(String person, Dialect dialect) {
    PublicKey key() {
        return PublicKey.parse(person);
    }

    /// How they speak of calls.
    enum Dialect {
        /// 243xx, sealed.
        BUILDIT,
        /// 25050-25055, signed.
        NIP_AC,
        /// By HTTP: wraps only tell them how it goes (24382).
        HTTP
    }
}
