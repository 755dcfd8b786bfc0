/// Encrypts what is said, and refuses what others put in: SRTP and SRTCP (RFC 3711, RFC 7714) with what Java
/// brings.
///
/// ```
/// MasterKey: out of DTLS (RFC 5764) or out of the SDP (RFC 4568)
///     │
///     ├── SrtpSender ───┐
///     └── SrtpReceiver ─┴── Stream: which index a packet has, and whether it was there before
///                       └── Transform: Gcm, CounterMode
/// ```
///
/// Packets are encrypted and decrypted where they lie. A sender and a receiver are used by one thread at a
/// time. Calls only `rtp`, for what a header looks like.
@NullMarked
package dev.muster.sip.srtp;

import org.jspecify.annotations.NullMarked;
