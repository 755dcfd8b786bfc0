/// Who may write what, who may see what, and how much: the rules of this relay, as plain values and functions.
///
/// Imports `nostr`, of `kit` where pushes may go, and of `store` only [dev.muster.relay.store.Selection].
@NullMarked
package dev.muster.relay.policy;

import org.jspecify.annotations.NullMarked;
