package dev.muster.notifier.session;

import java.security.SecureRandom;
import java.time.InstantSource;

/// Time, and randomness that nobody can guess.
public record Chance(InstantSource clock, SecureRandom random) {}
