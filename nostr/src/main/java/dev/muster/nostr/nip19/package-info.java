/// Keys and ids as people see, copy and type them (NIP-19, NIP-21, and NIP-49's encrypted secret keys).
///
/// [Bech32Entity] is what the text stands for; [UserInput] reads what a command or a form was given. Text lives at the
/// edge: everywhere else, keys and ids are bytes.
///
/// Imports `event` for ids and kinds, and `crypto` for keys. It opens no encrypted key: that takes a password and
/// belongs to `crypto`.
@NullMarked
package dev.muster.nostr.nip19;

import org.jspecify.annotations.NullMarked;
