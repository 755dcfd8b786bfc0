/// What every daemon needs: configuration, HTTP, metrics, a socket for commands.
@NullMarked
package dev.muster.kit;

import org.jspecify.annotations.NullMarked;
