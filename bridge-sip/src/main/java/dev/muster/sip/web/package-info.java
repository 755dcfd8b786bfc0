/// The leg of a call with a browser or an app: its description, its path, its keys, its packets, and how it is
/// doing. To its owner it is RTP in the clear.
///
/// ```
/// description ── WebLeg ── Connection: an IceSession, a DtlsConnection, and the keys that come of them
///                  │            └── opened packets ── LegOwner
///                  └── Sending: numbers, protects and sends what the owner writes
/// ```
///
/// One leg lasts for the whole call. Its path may change, and if an app was started anew, its whole connection:
/// the old one serves until the new one does. Candidates of the other side aren't needed, be they in the
/// description or after it: it finds us, and we learn from where.
@NullMarked
package dev.muster.sip.web;

import org.jspecify.annotations.NullMarked;
