/// Who hears whom in a call: what comes out of one leg goes into another one, to a room or a menu, or nowhere,
/// and that may change at any time.
///
/// ```
/// Leg ── Side ──┬── Keys: which were pressed ── KeyListener
///               ├── Tap: who records
///               └── Passage ── Output of the other Side ── its Leg
///                    or Listener     └── Sounds, keys, and frames of a room
/// ```
///
/// Packets go on as they are: nobody decodes them but for keys that come as tones, and where something is heard
/// over them. All that isn't said by anybody is made at one beat for all calls.
@NullMarked
package dev.muster.sip.voice;

import org.jspecify.annotations.NullMarked;
