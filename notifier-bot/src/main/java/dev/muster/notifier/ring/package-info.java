/// Calls: somebody rings, and the devices of whom they call are woken.
///
/// ```
///                     ┌─ answered ── over
/// offer ── ringing ──┼─ declined, busy
///   │                 ├─ cancelled ─────┐
///   │                 └─ missed ────────┼── one letter: missed call
///   └─ quiet, unreachable, too old ─────┘
/// ```
///
/// A call has an id, and each of those who are called has a [Ring] of their own. What is decided about it is written
/// in one change with the pushes and the signals that follow from it.
///
/// Whoever may not ring hears nothing at all: silence doesn't tell whether somebody is there.
@NullMarked
package dev.muster.notifier.ring;

import org.jspecify.annotations.NullMarked;
