/// Posting to addresses that strangers have given us, and getting what lies there: callbacks, Web Push endpoints,
/// pictures.
///
/// Whoever gives us an address chooses where this machine connects to, so [Bounds] say where it doesn't, and [Poster]
/// sees to it at the last moment: by the very address it connects to, not by the name. What comes back is read by
/// [Response], strictly and up to a bound; what came of it is a [Posted].
///
/// ```
/// Poster ── Queues: a place in the queue of this host ── Idle: a connection that is still open, else
///        └─ Bounds, Resolver: where to ── Line: connect, TLS, ask, Response
/// ```
@NullMarked
package dev.muster.kit.outside;

import org.jspecify.annotations.NullMarked;
