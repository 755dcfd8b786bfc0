/// What is said, packet by packet: RTP (RFC 3550), the keys of a telephone (RFC 4733), G.711, and how well it
/// arrives.
///
/// ```
/// RtpPacket ── Latch: is it from whom we talk to ── Reports: what arrived, and what the other side says of it
///     │
///     ├── Forwarder: on into the other leg ─────────┐
///     ├── KeysHeard: which key, exactly once        ├── Outgoing: one SSRC, numbered without a gap
///     └── JitterBuffer: for who listens in time     │
///                             OwnAudio, KeysSent ───┘
/// ```
///
/// Packets come fifty times a second for each side of each call: they are read and written in the arrays they
/// came in, and nothing is made anew for them. What comes from strangers is refused by a value, never by an
/// exception.
///
/// Moments are those of `System.nanoTime()`, read once for each packet by who received it. Unless it says
/// otherwise, an object is used by one thread at a time. Calls no other room.
@NullMarked
package dev.muster.sip.rtp;

import org.jspecify.annotations.NullMarked;
