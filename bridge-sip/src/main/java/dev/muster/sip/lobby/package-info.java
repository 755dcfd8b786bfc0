/// Where those are who are on a telephone because of a session: who calls is asked for its PIN, and who is called
/// whether they join. Nobody is in its room before they have pressed that.
///
/// ```
/// a telephone calls     ──>  Lobby  ──>  Caller: PinMenu   ─┐
///                                                           ├─>  the session's room
/// "call +420… into it"  ──>  Invitations  ──>  Lobby        │
///     a wrap, or an admin    who may?          gate, credits, and then  Caller: JoinMenu  ─┘
/// ```
///
/// [Lobby] is the room's entry, and [Invitations] for orders.
@NullMarked
package dev.muster.sip.lobby;

import org.jspecify.annotations.NullMarked;
