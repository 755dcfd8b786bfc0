/// What people open in a browser: the page behind a join link, and the one that shows whether a certificate
/// is true.
///
/// ```
/// GET  /conference/‹room›?t=‹token›   Entrance ─> JoinLinks.look ─> JoinPage   the door, or why it is shut
/// POST /conference/‹room›/join        binds the link to the browser; 303 to the room, or where it is as JSON
/// POST /conference/‹room›/here        every half minute, by the page's script; /leave when it is closed
/// GET  /certificate/‹code›            CertificatePage; /v1/certificates/‹code› is the same for programs
/// GET  /app                           AppPage: lets this browser ring; /app/sw.js shows calls, with no page open
/// GET  /                              FrontPage: who the bot is
/// GET  /page/‹name›.‹hash›.‹ext›      style, script and icon, which browsers may keep
/// ```
///
/// [dev.muster.notifier.page.Pages] is the entry. Each page is a [dev.muster.notifier.page.Template] in a
/// [dev.muster.notifier.page.Frame], in the language of the visitor ([dev.muster.notifier.page.Words]).
/// Nothing is loaded from elsewhere, and a strict Content-Security-Policy sees to it. Without the script all
/// of it works too, and only counts less.
///
/// A token stands in the address that its owner was given, and in what this page sends to us; in no other
/// address, no log, no figure. To look at a link binds nothing, since programs that show previews look at
/// links. Whoever tries many that don't exist is shut out for a while ([dev.muster.notifier.page.Guard]).
///
/// The page that lets a browser ring talks to the bot as every app does, by what `api` answers.
///
/// Imports `session`, from `device` whom an invite is for, and the kit's `http`.
@NullMarked
package dev.muster.notifier.page;

import org.jspecify.annotations.NullMarked;
