/// Open subscriptions: whom a new event concerns.
///
/// Each event loop has its own [Subscriptions], for its own clients, so nothing in here is locked. What a
/// commit made durable goes to every loop as one task ([Live]).
///
/// Imports `store` for what a subscription asks for and what a commit brings.
@NullMarked
package dev.muster.relay.live;

import org.jspecify.annotations.NullMarked;
