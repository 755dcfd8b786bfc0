/// Twilio: SMS, MMS and RCS over its own SDK, which no other room knows.
///
/// - `Wire` carries what the SDK asks for, each request once: left to itself, the SDK sends a message up to six
///   times.
/// - `Twilio` does one thing with the SDK at a time, and tells what came of it as an `Outcome`. No exception of
///   the SDK gets past it: they quote numbers and addresses.
/// - `Webhooks` hears what people answer and how messages fare. It believes nothing that isn't signed.
///
/// What Twilio reports on a message goes to an address with our own id of it. So a message is found even if the
/// answer that held Twilio's id was lost.
@NullMarked
package dev.muster.sms.carrier.twilio;

import org.jspecify.annotations.NullMarked;
