/// Texts on their way: each of them once, at the pace that carriers take, when people are awake, and for no more money
/// than was agreed to.
///
/// ```
/// draft ── may we? ──┬─ blocked
///                    └─ queued ── its turn? ──┬─ held: night, money, a human is to decide ── queued again
///                                             ├─ expired, cancelled
///                                             └─ sending ── carrier ──┬─ sent ── delivered ── read
///                                                                     ├─ unknown: perhaps it has it
///                                                                     ├─ a card that isn't shown ── queued as a text
///                                                                     └─ failed
/// ```
///
/// What a text has become is written in one change with what follows from it: the figures of its broadcast, what it
/// costs, the place in the queue.
@NullMarked
package dev.muster.sms.send;

import org.jspecify.annotations.NullMarked;
