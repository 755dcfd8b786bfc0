/// The `muster` command: one class a subcommand, [Muster] lists them.
///
/// May import every other room; no other room may import this one.
@NullMarked
package dev.muster.cli;

import org.jspecify.annotations.NullMarked;
