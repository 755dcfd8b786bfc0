package dev.muster.kit.outbox;

import java.time.Instant;

/// An errand that ended without being done, for a person to look at.
///
/// @param how `refused`, `too-late` or `unknown`
public record DeadLetter(String channel, String id, String how, String reason, Instant at) {}
