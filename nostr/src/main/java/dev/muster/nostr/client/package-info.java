/// Talking to relays (NIP-01, 42, 45, 67, 77) over WebSocket: [RelayClient] to one, [Relays] to several.
///
/// Everything that a relay answers is a value ([Outcome], [Answer], [Incoming]); every call ends by its deadline,
/// whatever the relay does. Nothing is logged.
///
/// One virtual thread a client, its [Conversation], owns all that it knows of the relay and never blocks. Callers
/// and the socket send it [Happening]s:
///
/// ```
/// callers ──Happening──> Conversation ──ClientMessage──> Link ──> relay
///    ^                       │   ^                         │
///    └── futures, Buffer ────┘   └───────Happening─────────┘
/// ```
///
/// Memory is bounded whatever a relay sends: a message by [Limits#messageBytes], a subscription by
/// [Limits#bufferBytes]; when that is full, nothing more is read from the relay until its consumer has taken
/// something.
///
/// Imports `event`, `message`, `negentropy` and `crypto`. The WebSocket is our own ([Link]).
@NullMarked
package dev.muster.nostr.client;

import org.jspecify.annotations.NullMarked;
