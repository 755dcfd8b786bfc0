package dev.muster.kit.timer;

import java.time.Instant;

/// Something that is to happen at a time.
///
/// @param bell what it does
/// @param name tells it from others of the same bell
public record Alarm(String bell, String name, Instant due) {}
