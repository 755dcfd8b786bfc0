/// Who has agreed to be recorded: a log that can be added to and nothing else, each entry signed by the bridge and
/// naming
/// the one before, so that whoever is shown a part of it can see whether something is missing.
///
/// ```
/// recording-consent       number        an entry, by its place in the log
/// recording-consent-call  call, number  which entries are about a call
/// recording-consent-end   -             how many there are, and the id of the last
/// ```
@NullMarked
package dev.muster.sip.consent;

import org.jspecify.annotations.NullMarked;
