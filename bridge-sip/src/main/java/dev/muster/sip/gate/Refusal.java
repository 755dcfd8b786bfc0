package dev.muster.sip.gate;

/// Why something isn't done.
///
/// @param word for programs, such as `prefix_not_allowed`
/// @param text for people: why, and what can be done; never the number
public record Refusal(String word, String text) {}
