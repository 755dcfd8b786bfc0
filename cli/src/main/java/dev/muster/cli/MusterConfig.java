package dev.muster.cli;

import dev.muster.kit.roles.RolesConfig;
import dev.muster.notifier.NotifierConfig;
import dev.muster.relay.RelayConfig;

/// What `muster.toml` holds: a section a daemon, and who has which role.
record MusterConfig(RelayConfig relay, NotifierConfig notifier, RolesConfig roles) {
    static final MusterConfig DEFAULT =
            new MusterConfig(RelayConfig.DEFAULT, NotifierConfig.DEFAULT, RolesConfig.DEFAULT);
}
