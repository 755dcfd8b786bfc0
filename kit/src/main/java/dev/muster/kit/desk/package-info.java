/// What every bot has before it can do anything of its own: what it remembers, alarms, errands, letters and answers.
/// The rooms of a bot are given what they need of it, and know no desk.
@NullMarked
package dev.muster.kit.desk;

import org.jspecify.annotations.NullMarked;
