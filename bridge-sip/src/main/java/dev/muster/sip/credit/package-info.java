/// What calls may cost, and what they have cost: credits that a group has each month, set aside before a telephone
/// rings
/// and for each minute that goes on, so that however many call at once nothing is spent twice.
///
/// What is kept, and where:
///
/// ```
/// credit-account     group, month      how many are gone or set aside, and whether that was told
/// credit-meter       call              what a call that has not ended has set aside
/// credit-usage       group, call       what a call has cost
/// credit-usage-time  time, group, call the same by time, to forget it
/// ```
@NullMarked
package dev.muster.sip.credit;

import org.jspecify.annotations.NullMarked;
