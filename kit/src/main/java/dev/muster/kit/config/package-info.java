/// Configuration: one `muster.toml`, variables of the environment, and `--set`, laid over a record of defaults.
///
/// [Configuration] gathers what somebody has set; a daemon says what there is to set by its record of defaults.
/// A record in a record is a table, a component `publicUrl` is the key `public_url`, and what a record's
/// constructor refuses stops the start with the key, where it was set, and what is allowed.
///
/// Imports `nostr` for keys of people, and Jackson for TOML.
@NullMarked
package dev.muster.kit.config;

import org.jspecify.annotations.NullMarked;
