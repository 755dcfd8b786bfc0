/// Pushes to addresses that devices have given us: browsers' (Web Push, RFC 8030), and those of UnifiedPush.
///
/// ```
/// Parcel ── WebPushGateway ── Envelope: encrypted for the device alone (RFC 8291)
///                          ├─ Vapid: who we are, signed (RFC 8292)
///                          └─ Poster: wherever the address leads, and nowhere inside
/// ```
///
/// What lies between sees when, how much, and to which address; never what.
@NullMarked
package dev.muster.notifier.push.web;

import org.jspecify.annotations.NullMarked;
