/// What every daemon needs: configuration, HTTP, metrics, a socket for commands; and what every bot needs.
@NullMarked
package dev.muster.kit;

import org.jspecify.annotations.NullMarked;
