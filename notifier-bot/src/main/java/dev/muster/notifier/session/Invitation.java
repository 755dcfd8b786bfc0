package dev.muster.notifier.session;

import java.time.Instant;
import java.time.ZoneId;

/// What the owner of a join link may know of its session.
///
/// @param host who leads it, as people know them
/// @param opens from when on one can join
public record Invitation(String title, String host, Instant opens, Instant starts, Instant ends, ZoneId zone) {}
