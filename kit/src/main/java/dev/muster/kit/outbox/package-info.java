/// What is to be done outside of the daemon: a wrap to publish, a push, an SMS. It is written down together with the
/// decision that caused it, and from there on it is neither lost nor done twice, whatever crashes.
///
/// ```
/// put ── waits ── carried ──┬─ done       the relay, carrier or gateway has it
///          ^                ├─ again      after a while, until its deadline
///          └────────────────┤
///                           ├─ refused    it will never be taken
///                           └─ unknown    it may have arrived, and asking again could do it twice
/// ```
///
/// What comes of an errand is told within the change of the ledger that ends it. What was refused, came too late or is
/// unknown stays as a dead letter for a while, so that a person can look at it.
@NullMarked
package dev.muster.kit.outbox;

import org.jspecify.annotations.NullMarked;
