/// The devices that somebody wants to be woken on, and what they want to be woken for.
///
/// What is known of a device comes from its owner alone: in a wrap (3079, 3080, 3081), or in a request that they have
/// signed. A token that is registered by somebody else from then on is theirs.
@NullMarked
package dev.muster.notifier.device;

import org.jspecify.annotations.NullMarked;
