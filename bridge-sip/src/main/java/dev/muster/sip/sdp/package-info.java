/// What the two sides of a call tell each other of their media (RFC 8866, offers and answers after RFC 3264),
/// as far as a voice needs it: SIP on one side, plain or with keys in it (RFC 4568), and WebRTC on the other
/// (RFC 9429).
///
/// ```
/// text ── Sdp ── Media: what the other side has, knows and wants
///                  │
///                Answering ── Answer: what we say to it, or why we can't
///                  │
/// PlainMedia, WebRtcMedia: what we have ── OurSession: the text
/// ```
///
/// What we don't know is passed over; what is written wrongly makes the whole unreadable. Calls no other
/// room.
@NullMarked
package dev.muster.sip.sdp;

import org.jspecify.annotations.NullMarked;
