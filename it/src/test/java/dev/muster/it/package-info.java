/// Muster against software that others wrote: what one side signs, encrypts, encodes or asks, the other must
/// understand, and the other way round. All of it runs on this machine and talks over loopback.
///
/// The others are nostr-tools, NDK and welshman in Node processes ([NodePeer], fetched by `./verify`), rust-nostr with
/// its relay ([RustNostr], a native library) and nostr-java. A test whose peer can't run here is skipped, and says what
/// is missing.
///
/// What people see of our pages in Chromium and Firefox is in [JoinPageTest]; it drives either as a [Browser].
///
/// What people do at our relay with each of these clients, and with ours, is in [AtOurRelay].
///
/// Imports everything.
@NullMarked
package dev.muster.it;

import org.jspecify.annotations.NullMarked;
