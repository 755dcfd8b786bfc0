/// What people say to a bot, each of it once, however often and over however many relays it comes.
///
/// ```
/// relay ── wrap ── seen before? ── opened, believed ── rumor seen before? ── handler
///                                                      └── within one change of the ledger ──┘
/// ```
///
/// A handler may hear signed events of some kinds as well, which are in no wrap: they take the same way.
///
/// Gift wraps are dated back by up to two days, so what is asked for begins three days before the last time that
/// the bot was here. Where a relay's limit cuts that off, the bot compares what it has heard with what the relay has
/// (NIP-77), and asks for the difference; a relay that doesn't know how to is asked page by page.
///
/// A bot may speak for many: for each number, say, that has no key of its own. Then [Inbox] hears for all of their keys
/// over as few connections as a relay allows. A [Listener] has one of these, [Ear] opens what it brings, and [Memory]
/// knows what was heard.
@NullMarked
package dev.muster.kit.inbox;

import org.jspecify.annotations.NullMarked;
