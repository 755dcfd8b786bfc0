package dev.muster.notifier.push.apns;

import dev.muster.notifier.device.Environment;

/// Whether one of Apple's servers knows one credential.
///
/// @param server host and port
/// @param answer Apple's word, or why there is none
public record Trial(Credential credential, Environment environment, String server, boolean isAccepted, String answer) {}
