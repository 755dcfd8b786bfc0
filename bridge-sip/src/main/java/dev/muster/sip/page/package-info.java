/// The page by which people are in a room with a browser: nothing to install, nothing from elsewhere.
///
/// ```
/// GET  /room/{room}          the page; behind its `#` stands a pass, which the browser keeps to itself
/// POST /room/{room}/door     {pass}             what there is: open, early, over
/// POST /room/{room}/enter    {pass, name, sdp}  a leg, and a seat in the room: {sdp, key, …}
/// POST /room/{room}/again    {key, sdp}         the same leg from another network
/// POST /room/{room}/who      {key}              who is there
/// POST /room/{room}/mute     {key, muted, who?} oneself, or who leads another one
/// POST /room/{room}/remove   {key, who}         by who leads
/// POST /room/{room}/leave    {key}
/// ```
///
/// Calls `room` for who may do what, and `web` for the leg.
@NullMarked
package dev.muster.sip.page;

import org.jspecify.annotations.NullMarked;
