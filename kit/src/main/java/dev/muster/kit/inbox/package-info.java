/// What people say to a bot, each of it once, however often and over however many relays it comes.
///
/// ```
/// relay ── wrap ── seen before? ── opened, believed ── rumor seen before? ── handler
///                                                      └── within one change of the ledger ──┘
/// ```
///
/// Gift wraps are dated back by up to two days, so what is asked for begins three days before the last time that
/// the bot was here.
@NullMarked
package dev.muster.kit.inbox;

import org.jspecify.annotations.NullMarked;
