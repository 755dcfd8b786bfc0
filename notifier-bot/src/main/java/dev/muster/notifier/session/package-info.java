/// Sessions: trainings and events that people are invited to, and are brought into when they start.
///
/// ```
///            what was said                       what is decided                     what comes of it
/// Announcement, Answer, Presence, Word  ─>  Sessions, Answers, JoinLinks  ─>  letters (kit.post), alarms, records
///                                                                             Texts: asks another bot to text links
/// ```
///
/// Everything that somebody says is read into one of the records of [dev.muster.notifier.session.Said]; what is
/// decided about it is written into one ledger, in the same change as the letters that tell people. So a crash finds
/// all of it done, or nothing.
///
/// Nobody learns of another attendee: each letter, each link, and each page is for one person.
@NullMarked
package dev.muster.notifier.session;

import org.jspecify.annotations.NullMarked;
