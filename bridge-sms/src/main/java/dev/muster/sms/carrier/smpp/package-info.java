/// Short messages over SMPP 3.4, as an SMSC, an aggregator or Jasmin takes them. The only room with jsmpp.
///
/// ```
/// SmppCarrier ── Submissions: a text becomes parts
///      │
///    Link: bound, and bound again ── Deliveries: texts, parts and receipts, one after the other, to the Ears
/// ```
///
/// jsmpp has one queue for everything that comes in. A receipt that waits for the disk would hold up the answers to
/// what is
/// being sent, so that they came too late; therefore [Deliveries] has a queue of its own.
@NullMarked
package dev.muster.sms.carrier.smpp;

import org.jspecify.annotations.NullMarked;
