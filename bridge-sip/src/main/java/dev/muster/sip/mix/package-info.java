/// Several people in one room: everybody hears everybody but themselves.
///
/// ```
/// Beat: every 20 ms ── Mixer: a room ──┬── Voice: what somebody says
///                                      └── Ear: what they hear
/// ```
///
/// All audio of all rooms is mixed by one thread, so that a room has no locks but for who is in it. Calls only `rtp`,
/// for
/// what a frame is.
@NullMarked
package dev.muster.sip.mix;

import org.jspecify.annotations.NullMarked;
