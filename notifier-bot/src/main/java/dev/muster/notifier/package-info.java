/// The bot that gets everyone into the room.
@NullMarked
package dev.muster.notifier;

import org.jspecify.annotations.NullMarked;
