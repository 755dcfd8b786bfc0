/// What a bot answers to whoever has said something to it: words for people, tags for programs.
@NullMarked
package dev.muster.kit.reply;

import org.jspecify.annotations.NullMarked;
