/// The leg of a call with a telephone: its description, its ports, its keys if there are any, and its packets.
/// To its owner it is RTP in the clear, as a browser's is.
///
/// ```
/// description ── PhoneLeg ── Sockets: a pair of ports out of Ports
///                  │            └── Receiving: opened, and only from whom we talk to ── LegOwner
///                  └── Sending: numbers, protects and sends what the owner writes
/// ```
///
/// Keys come in the description (SDES, RFC 4568), or there are none. Where a telephone is, it says; who is
/// behind a NAT is found by its first packets.
@NullMarked
package dev.muster.sip.phone;

import org.jspecify.annotations.NullMarked;
