/// What people text, and what operators answer: a chat for each of them in any client of Nostr.
///
/// Everybody who texts us gets a *ghost*, a key that the bridge makes of both numbers and speaks with. To operators it
/// is
/// a chat called `SMS •••67`. What comes by text the ghost says, and what an operator says to the ghost is texted.
///
/// ```
///              somebody texts              an operator answers
///   (nothing) ───────────────> unassigned ─────────────────────┐
///                │                 │ /claim                    v
///                │ it is           v           answers      waiting
///                └──────────> assigned ──────────────────>   │   ^ answers
///                 somebody's turn                    texts   v   │
///                                                           active
///
///   each of these ── /resolve ──> resolved ── after a while ──> archived
///                                     └─ somebody texts: as from nothing ─┘
/// ```
///
/// Who sees a thread: whoever has claimed it; else the organizer whose broadcast it answers; else all operators, or
/// the one whose turn it is. `/escalate` shows it to everybody who can do something. Programs hear of each step, and
/// may
/// say it, in the words of BuildIt (24340).
///
/// Threads are remembered, not what was said in them.
@NullMarked
package dev.muster.sms.thread;

import org.jspecify.annotations.NullMarked;
