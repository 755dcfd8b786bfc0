/// People with only a phone: texts reach them by SMS, MMS or RCS, and what they answer reaches those who look after
/// them
/// on Nostr.
@NullMarked
package dev.muster.sms;

import org.jspecify.annotations.NullMarked;
