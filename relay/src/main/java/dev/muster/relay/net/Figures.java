package dev.muster.relay.net;

import java.time.Duration;

/// What the page for browsers shows of the relay at work.
public record Figures(long connections, long subscriptions, long events, Duration uptime) {}
