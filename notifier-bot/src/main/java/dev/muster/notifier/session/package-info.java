/// Sessions: trainings and events that people are invited to, and are brought into when they start.
///
/// ```
/// what was said                      what is decided                        what comes of it
/// Said (Reader) ─┐               ┌─> Announcements ─┐
///                ├> Conversation ┤                  ├─> Proceedings  ─┐   letters (kit.post), JoinLinks, records
/// Word          ─┘               └─> Commands ──────┤                 ├─> Texts: asks another bot to text links
///                                      (Which)      └─> Answers      ─┤   Venues: asks another bot for rooms
/// time  ───> Agenda ───────────────> Proceedings, Aftermath,          │
///                                    PhoneCalls ──────────────────────┤   PhoneCalls: asks it to call who isn't there
///                                                                     └   Reports, Certificates
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
