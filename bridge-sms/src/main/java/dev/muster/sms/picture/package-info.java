/// Pictures on their way between phones and chats, each at an address that nobody can guess, for as long as
/// somebody needs it there.
///
/// ```
/// a phone ── carrier ── Arrivals: fetched, checked, locked ── Pictures: /m/… ── operators (NIP-17, kind 15)
///               └─ forgets it afterwards
/// a chat ── Departures: fetched, checked, opened ── Pictures: /m/… ── carrier ── a phone
/// ```
///
/// On the disk lies what a [Lock] has made of a picture, never the picture itself. What operators fetch is the
/// same bytes: the key goes to them in the chat, and the bridge keeps none. What a carrier fetches the bridge
/// opens for it, and forgets as soon as it is clear what has become of the message.
///
/// Files are written before the change of the ledger that speaks of them, and removed after the one that no
/// longer does; those that a crash leaves between are removed at the next start.
@NullMarked
package dev.muster.sms.picture;

import org.jspecify.annotations.NullMarked;
