/// What is to happen at a time: reminders, starts, ends. Durable, so it happens also if the daemon was down then.
///
/// An alarm goes off within a change of the ledger, together with what its bell decides: once, whatever crashes.
@NullMarked
package dev.muster.kit.timer;

import org.jspecify.annotations.NullMarked;
