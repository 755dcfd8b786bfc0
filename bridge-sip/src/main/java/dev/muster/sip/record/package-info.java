/// Calls recorded: both sides in time, on disk only encrypted, copied, uploaded, played and forgotten.
///
/// ```
///  leg ─ packets ─> Belt ─┐  its own thread: Recorder
///                         ├─> Tape (a Track each) ─> SealedWriter ─> 2026/11/<id>.wav.enc
///  leg ─ packets ─> Belt ─┘
///
/// recording             id            what is known of a recording, and the key that opens its files
/// recording-call        call, id      which recordings there are of a call
/// recording-time        time, id      when they were begun
/// recording-open        id            those that are being made
/// recording-upload      call, sha256  which recording somebody has brought us
/// recording-transcript  id            what was written down of it
/// ```
///
/// Each recording has a random key. It is kept in the ledger, which is sealed with the vault's key: so the
/// files need not be touched when that one is changed, and are gone for ever when the record goes.
@NullMarked
package dev.muster.sip.record;

import org.jspecify.annotations.NullMarked;
