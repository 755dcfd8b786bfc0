/// Apps that speak SIP, of this bridge's people and phones: which there are, where each is, and how a sleeping one is
/// woken.
///
/// [Accounts] says who may register. [KeptBindings] keeps where apps are, also while the bridge is stopped. [Knocking]
/// has a notifier wake them, by wraps. Whoever listens to SIP does so in `ua`.
@NullMarked
package dev.muster.sip.app;

import org.jspecify.annotations.NullMarked;
