/// What is heard and isn't said by anybody: tones of the telephone, announcements, and keys that come as
/// tones.
///
/// ```
/// KeyTones ── Tone ──┬── Sound: samples, once or again and again ── Player: one after the other, in frames
///     Wav ── Prompt ─┘
/// ToneKeys: which key sounds
/// ```
///
/// Everything is 16 bit and 8000 samples a second, as telephones have it. Calls only `rtp`, for what keys
/// there are and for G.711.
@NullMarked
package dev.muster.sip.tone;

import org.jspecify.annotations.NullMarked;
