/// Connections: WebSocket for clients, NIP-11 for programs, a page for browsers.
///
/// The only room of the relay that sees Netty. Hands whole messages to a [dev.muster.relay.session.Conversation] and
/// writes what that
/// sends.
@NullMarked
package dev.muster.relay.net;

import org.jspecify.annotations.NullMarked;
