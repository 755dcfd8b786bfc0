/// What an admin does with the relay's data: look, copy, bring in, take out, tidy up.
///
/// The same operations run in the relay, for commands that ask through its control socket, and in a command,
/// when the relay is stopped.
@NullMarked
package dev.muster.relay.ops;

import org.jspecify.annotations.NullMarked;
