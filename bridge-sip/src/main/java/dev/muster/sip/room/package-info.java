/// Rooms that sessions are in: who may come, who is there, who is heard, and what the bot for sessions is told of it.
///
/// ```
/// RoomWish (24310) ── Rooms: what is wanted, on the disk; a PIN for each ── Venue: the answer
/// Pass, PIN, call  ── Rooms ── Room: a mixer, and its members ── Roster: who is shown to whom
///                                └── Visits: who was there, on the disk ── Stays (10312)
/// ```
///
/// A room is made when the first one comes and its session goes on. It knows nothing of legs: a member is a voice and
/// an
/// ear. Calls `mix`, and `tone` for what is heard when somebody comes or goes.
@NullMarked
package dev.muster.sip.room;

import org.jspecify.annotations.NullMarked;
