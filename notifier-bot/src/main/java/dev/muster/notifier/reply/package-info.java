/// What the bot answers to whoever has said something to it: words for people, tags for programs.
@NullMarked
package dev.muster.notifier.reply;

import org.jspecify.annotations.NullMarked;
