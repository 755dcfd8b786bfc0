package dev.muster.sip.ice;

/// Who has sent a check.
///
/// @param generation whose password it knows
/// @param ufrag what it calls itself
record Asker(Generation generation, String ufrag) {}
