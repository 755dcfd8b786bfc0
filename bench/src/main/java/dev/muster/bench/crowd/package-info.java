/// Who writes what while a relay is measured: a thousand people and their events, always the same ones.
///
/// Signing a million events takes half a minute, so they are made once and kept in files, as frames ready to be sent.
/// Imports `wire` for the frames.
@NullMarked
package dev.muster.bench.crowd;

import org.jspecify.annotations.NullMarked;
