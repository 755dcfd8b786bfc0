/// Apple's gateway (APNs). The only room that knows Pushy.
///
/// ```
/// Parcel ── Note ── Account ── Line ── Apple
///   what    headers   a key or    one connection,      production or sandbox
///                     certificate  reopened after failures
/// ```
///
/// [Keyring] reads the files, [ApnsGateway] keeps what they hold in accounts, looks every minute whether a file has
/// changed, and translates what Apple says into verdicts. A token is called dead only after Apple has said so in so
/// many words: never after silence, an error of theirs, or a quarrel about our credentials.
@NullMarked
package dev.muster.notifier.push.apns;

import org.jspecify.annotations.NullMarked;
