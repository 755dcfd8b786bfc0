/// The life of a daemon: parts that start in order and close in reverse, and the signals that end it or make it
/// read its configuration again.
@NullMarked
package dev.muster.kit.lifecycle;

import org.jspecify.annotations.NullMarked;
