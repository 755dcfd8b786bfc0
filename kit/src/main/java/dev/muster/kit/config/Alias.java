package dev.muster.kit.config;

import java.util.function.UnaryOperator;

/// Another variable that sets a key, where nothing sets the key under its own name.
///
/// @param key such as `notifier.sessions.room`
/// @param meaning the value as the key takes it, of the value as the variable has it
public record Alias(String variable, String key, UnaryOperator<String> meaning) {
    /// One whose value is the key's as it is.
    public Alias(String variable, String key) {
        this(variable, key, UnaryOperator.identity());
    }
}
