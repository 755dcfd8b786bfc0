/// Connections: WebSocket for clients, NIP-11 for programs, a page for browsers.
///
/// The only room of the relay that sees Netty. Hands whole messages to a [dev.muster.relay.session.Conversation] and
/// writes what that sends; of `policy` it imports what limits there are.
///
/// ```
/// Server ── listens; has a Loop for each thread, and Terms that can be replaced while it runs
///   Lobby ── one HTTP request: the Door counts, Proxies tell who it is, then Pages answer or Upgrade lets in
///     Connection ── FrameReader in, Outgoing out, Compression for both
/// ```
///
/// Everything about a connection happens on its loop's thread, and nothing there waits. What all threads share is the
/// `Door`, which is asked when somebody comes or goes.
@NullMarked
package dev.muster.relay.net;

import org.jspecify.annotations.NullMarked;
