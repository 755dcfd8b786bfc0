/// What all legs of calls have in common, be it a browser, an app or a telephone at the other end: voice goes
/// in and comes out as RTP in the clear, and its owner hears how it is doing.
///
/// ```
/// Leg ── Writing: what is sent into it
///   └── LegOwner: what comes out of it, and LegState
/// Watch: the leg's own thread ── LegReports: what both sides tell each other of it
/// ```
///
/// Calls only `rtp`, and `sdp` for what was agreed on.
@NullMarked
package dev.muster.sip.leg;

import org.jspecify.annotations.NullMarked;
