/// What two bots say to each other about a place where a session can be: who wants one, where it is, who was there, and
/// by what the place knows whom to let in. They share nothing else.
///
/// ```
/// the bot for sessions                                    the bridge
/// RoomWish (24310): planned, live, ended  ───────────>
///                    <───────────  Venue, in its answer (14): address, number, PIN
/// Pass: in somebody's browser     ───────────────────>    checks the signature
///                    <───────────  Stays (10312): who was there, from when until when
/// ```
@NullMarked
package dev.muster.kit.venue;

import org.jspecify.annotations.NullMarked;
