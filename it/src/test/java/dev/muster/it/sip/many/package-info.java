/// Many calls at once, by way of our bridge and by way of somebody else's, and what each of the two takes for them.
///
/// [Crowd] is the generator: it has two threads, one that has each [End] say something, and one that hears. A [Caller]
/// is what a browser is to a bridge, a [Telephone] what is behind a trunk; a [Server] brings them together. What they
/// say carries when it was said, so the [Tally] knows what was lost, and how long the rest took.
@NullMarked
package dev.muster.it.sip.many;

import org.jspecify.annotations.NullMarked;
