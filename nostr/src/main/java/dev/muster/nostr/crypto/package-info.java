/// Keys, signatures and encryption: what NIP-01 (BIP-340), NIP-44 and NIP-49 ask of a curve and a cipher.
///
/// The bottom room: it imports nothing of ours. The curve is libsecp256k1 where its native library loads, BouncyCastle
/// where it doesn't; both stand behind [Secp256k1] and are held to the same vectors.
@NullMarked
package dev.muster.nostr.crypto;

import org.jspecify.annotations.NullMarked;
