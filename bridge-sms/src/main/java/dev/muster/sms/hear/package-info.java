/// What comes from carriers: words that end texts, answers to questions, receipts, and everything else, which people
/// read.
///
/// ```
/// Said ── heard before? ── STOP, START, HELP, YES ── done, confirmed once
///                     └─── all else ── a thread, where people answer
/// ```
@NullMarked
package dev.muster.sms.hear;

import org.jspecify.annotations.NullMarked;
