/// Envelopes: what somebody says, made readable for one person only (NIP-59), the messages that travel so
/// (NIP-17), and calls (NIP-AC, and the dialect of BuildIt).
///
/// [Sender] makes them and [Recipient] opens them:
///
/// ```
/// wrap 1059, or 21059 for what only matters now   signed by a key used once, `p` says who it is for
/// └─ seal 13                                      signed by the author, no tags        (what we send)
///    └─ rumor                                     signed by nobody
/// └─ call 25050-25055                             signed by the author, 21059 only     (NIP-AC)
/// └─ {pubkey, content, created_at}                signed by nobody                     (BuildIt; only if allowed)
///    └─ rumor 243xx
/// ```
///
/// Imports `event`, `crypto` and `json`. It knows nothing of relays and connections, and keeps nothing: whether
/// a wrap was seen before, or what it says is too old, is for the caller to judge.
@NullMarked
package dev.muster.nostr.wrap;

import org.jspecify.annotations.NullMarked;
