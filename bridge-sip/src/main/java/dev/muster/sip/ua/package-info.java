/// Speaks SIP with telephone companies and with apps: calls out and in, trunks, registrations. The only room with
/// JAIN-SIP, of which callers see nothing.
///
/// ```
/// SipAgent ── Trunks: where a number goes, whether that way is open, who we are there
///    │    └── Registrar: where apps are
///   Call ── Dialling ── Attempt: an INVITE of ours, until it is answered
///    │  └── Ringing: an INVITE to us, until we answer
///    └───── Talk: what is said during a call (Offers, SessionTimer, Transfers)
///   Wire ── Ears: JAIN, what it hears and what it says
///    └───── Network ── Admission: who may speak to us at all
/// ```
///
/// Each call has a [Mailbox]: whatever happens to it happens there, one thing after the other, on a virtual thread.
/// JAIN's own threads only put something in. What the listener is told about a call it is told from there, in order.
///
/// JAIN keeps the transactions and the dialogs, and repeats what UDP may lose. Not left to it: who is heard
/// ([Admission], before anything is parsed), names in certificates ([Network]), silence ([Attempt]; it would wait for
/// 32 s), and logs ([QuietLog]; its own hold numbers and addresses).
@NullMarked
package dev.muster.sip.ua;

import org.jspecify.annotations.NullMarked;
