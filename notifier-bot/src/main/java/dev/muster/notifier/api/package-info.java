/// What apps ask over HTTP, answered in JSON: devices, calls, and what relays tell (NIP-9a).
///
/// Whoever asks has signed the request (NIP-98), or shows a pass that their device was given;
/// a browser that can do neither is registered with an invite that the bot has sent to its owner.
@NullMarked
package dev.muster.notifier.api;

import org.jspecify.annotations.NullMarked;
