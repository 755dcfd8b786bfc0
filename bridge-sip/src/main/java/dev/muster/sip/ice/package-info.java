/// How a browser or an app finds the bridge: one UDP port for all calls, at which the bridge waits to be found.
///
/// The bridge has a public address, so it need not look for a way itself: it is an ICE-lite agent (RFC 8445,
/// section 2.5). It tells its [Candidate]s and a user name and password, answers the checks that come, and
/// sends where the other side says that it shall.
///
/// ```
/// datagram ── Port: by its first byte (RFC 7983)
///     ├─ STUN:  Checks ── by user name ── IceSession: learns the Path it came by
///     └─ DTLS, SRTP: by the address it comes from ── Path ── IceSession ── Arrivals
/// ```
///
/// A stranger gets no answer and leaves no trace: neither is made before a check has shown that it knows the
/// password. Everything is read by one thread, the port's.
@NullMarked
package dev.muster.sip.ice;

import org.jspecify.annotations.NullMarked;
