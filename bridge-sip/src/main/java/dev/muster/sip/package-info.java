/// A plain telephone in the call: what is signalled over Nostr reaches a telephone number, and who dials one reaches
/// people
/// on Nostr.
@NullMarked
package dev.muster.sip;

import org.jspecify.annotations.NullMarked;
