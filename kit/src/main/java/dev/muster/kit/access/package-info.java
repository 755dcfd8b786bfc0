/// Tokens that open what costs money to programs: texts, calls to telephones. Until somebody has made one,
/// nothing is open.
///
/// A token is told once, to whoever makes it. What is kept is its hash, what it opens, what it is called, and
/// the day on which it was last used. It is not a person: what programs do with it is done in the name of
/// whoever runs the bot.
@NullMarked
package dev.muster.kit.access;

import org.jspecify.annotations.NullMarked;
