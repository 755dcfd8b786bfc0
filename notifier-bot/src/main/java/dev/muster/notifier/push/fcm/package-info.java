/// Google's pushes, for Android: Firebase Cloud Messaging.
///
/// ```
/// Parcel ── FcmGateway ── firebase-admin ── Wire ── oauth2.googleapis.com: an access token, once an hour
///                                             └──── fcm.googleapis.com: one message to one device
/// ```
///
/// The only room that knows firebase-admin and what comes with it. Its classes are loaded when the first
/// [FcmGateway] is made: whoever has no account at Google never pays for them.
@NullMarked
package dev.muster.notifier.push.fcm;

import org.jspecify.annotations.NullMarked;
