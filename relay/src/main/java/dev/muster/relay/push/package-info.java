/// Telling other servers of new events (NIP-9a): so a phone rings although its app sleeps.
///
/// ```
/// Live ── one task a commit ── Pushes: whom does it concern? ── Callback, one a subscription: post, again, give up
/// ```
///
/// Which subscriptions there are is what the store has: after each new, deleted or vanished one its author's are read
/// again. Matching has a thread of its own (`relay-push`), so publishing waits for none of it. A push lives in memory
/// for at most 45 s, the length of a ring: what is under way when the process dies is not told again. The events
/// themselves are where they always are.
///
/// Imports `policy` for what a subscription may ask, `live` for the index, and `store`.
@NullMarked
package dev.muster.relay.push;

import org.jspecify.annotations.NullMarked;
