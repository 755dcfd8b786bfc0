/// The voices of calls between a telephone and a person: one leg to each, and what both hear.
///
/// [Voices] makes a [Duo] for each call, which does what `call` decides.
@NullMarked
package dev.muster.sip.studio;

import org.jspecify.annotations.NullMarked;
