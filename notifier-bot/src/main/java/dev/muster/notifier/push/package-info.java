/// Bringing something to a device through the gateway of its maker.
///
/// ```
/// what happened ── Pushes ── errand of the outbox ── payload ── Gateway ── Apple, Google, browser, distributor
///                                                                  └── Verdict: taken, later, dead, refused
/// ```
///
/// Only a call makes a ring ([Parcel.Sort#RING]), and nothing else ever does.
@NullMarked
package dev.muster.notifier.push;

import org.jspecify.annotations.NullMarked;
