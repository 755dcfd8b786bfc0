/// Gateways that take texts over HTTP, and hand on what comes back the same way: Kannel, Jasmin, and others by a
/// template.
///
/// ```
/// HttpCarrier ── Gateway: what one of them wants to be asked, and how it tells what came (Kannel, Jasmin, Template)
///      │
///   Webhooks: who may tell us something ── Fields ── Gateway ── Ears
/// ```
///
/// Everything is posted, and nothing a second time: Java's client repeats what isn't a POST when a connection breaks.
@NullMarked
package dev.muster.sms.carrier.http;

import org.jspecify.annotations.NullMarked;
