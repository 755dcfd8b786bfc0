package dev.muster.kit.desk;

import dev.muster.kit.metrics.Metrics;
import dev.muster.kit.roles.RolesConfig;
import dev.muster.nostr.crypto.SecretKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Supplier;

/// What a bot finds around it.
///
/// @param key who it is on Nostr
/// @param roles what is in force at the moment
public record Surroundings(
        SecretKey key, Supplier<RolesConfig> roles, InstantSource clock, SecureRandom random, Metrics metrics) {}
