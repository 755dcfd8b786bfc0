/// Agrees on the keys for a call's media with a browser or an app: DTLS-SRTP (RFC 5763 and 5764), in either
/// role.
///
/// Neither side has a certificate that anybody vouches for. Each makes one itself, and tells its fingerprint
/// with the description of the call, which has come by a way that is protected; whoever shows another one is
/// sent away.
///
/// ```
/// Arrivals of a path ── Inbox (64) ── DtlsConnection's virtual thread ── SrtpKeys, or why not
///                                                     │
///                                      Outlet ────────┘
/// ```
///
/// The only room with BouncyCastle: the JDK's own DTLS doesn't know the extension that agrees on SRTP.
@NullMarked
package dev.muster.sip.dtls;

import org.jspecify.annotations.NullMarked;
