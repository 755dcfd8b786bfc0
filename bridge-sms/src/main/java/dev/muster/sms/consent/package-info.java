/// Who may be texted: what people have agreed to, and that they have had enough. It is asked before every text, once
/// when it is decided and once more in the moment when it goes.
///
/// ```
/// nothing ── asked ──┬── YES within three days ── consent      said by an organizer, with evidence: consent
///                    └── silence ── nothing, for ever
///
/// consent ── STOP ── opted out ── START ── consent
/// ```
///
/// Consent is never deleted, and STOP stands above all of it, whatever carrier it came by.
@NullMarked
package dev.muster.sms.consent;

import org.jspecify.annotations.NullMarked;
