/// The same text for many people, each with a link of their own.
///
/// ```
/// order ──┬─ unconfirmed ── confirmed by hand ──┐        only if people are to be woken at night
///         └─────────────── scheduled ───────────┴── sending ──┬── sent
///                                                             └── cancelled
/// ```
///
/// Every recipient counts exactly once in [Figures], from the first moment to the last.
@NullMarked
package dev.muster.sms.broadcast;

import org.jspecify.annotations.NullMarked;
