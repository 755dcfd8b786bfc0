/// The load generator: measures a relay from outside, ours or anybody's, over WebSocket.
///
/// What counts is the server's CPU time per operation, as the kernel counts it: on a shared machine it is
/// steadier than any clock. One class a scenario; each checks that the relay did what it was asked, since a
/// relay that loses events is fast. Imports `wire`, `crowd` and `report`.
@NullMarked
package dev.muster.bench.load;

import org.jspecify.annotations.NullMarked;
