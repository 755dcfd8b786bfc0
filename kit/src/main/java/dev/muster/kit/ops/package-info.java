/// What an admin does with a bot's data: copy them while the bot works, and make a bot's data of a copy again.
///
/// The same operations run in the bot, for commands that ask through its control socket, and in a command, when the bot
/// is stopped. The keys that open the data are not with them, and in no copy.
@NullMarked
package dev.muster.kit.ops;

import org.jspecify.annotations.NullMarked;
