/// The conversation with one client: what it says goes to policy, store and live subscriptions, what they answer goes
/// back.
///
/// Knows no sockets: `net` brings the bytes. Nothing in here blocks.
@NullMarked
package dev.muster.relay.session;

import org.jspecify.annotations.NullMarked;
