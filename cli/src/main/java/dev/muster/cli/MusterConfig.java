package dev.muster.cli;

import dev.muster.relay.RelayConfig;

/// What `muster.toml` holds: a section a daemon.
record MusterConfig(RelayConfig relay) {
    static final MusterConfig DEFAULT = new MusterConfig(RelayConfig.DEFAULT);
}
