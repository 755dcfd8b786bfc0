/// What the hot paths cost, measured with JMH: one class a room that is measured. Every figure that we quote is
/// a ratio within one run, since machines differ and are noisy.
@NullMarked
package dev.muster.bench;

import org.jspecify.annotations.NullMarked;
