/// What callers are asked, and answer by keys: the PIN of a room, and whether they join. Each menu is a small machine
/// without a line or a clock of its own: it is told what happens, and says what is to be done.
///
/// ```
/// a key, silence, a sentence that was said to its end  ──>  PinMenu, JoinMenu  ──>  Step: say, hush, enter, hang up
///                                                              │
///                                        Doors: where a PIN leads;  Guesses: who has guessed too often
/// ```
///
/// No key is written anywhere. Calls `room` and `phrase`.
@NullMarked
package dev.muster.sip.menu;

import org.jspecify.annotations.NullMarked;
