package dev.muster.kit.inbox;

import java.net.URI;
import java.util.List;

/// Where and how a bot hears what people say to it.
///
/// @param relays where it is to be found: they are announced as its inbox (kind 10050); none: this Muster's own
/// @param unsignedCalls whether calls (243xx) in BuildIt's unsigned seals are believed
public record InboxConfig(List<URI> relays, boolean unsignedCalls) {
    public static final InboxConfig DEFAULT = new InboxConfig(List.of(), false);

    public InboxConfig {
        relays = List.copyOf(relays);
    }

    /// The same, at that relay if it names none.
    public InboxConfig at(URI own) {
        return relays.isEmpty() ? new InboxConfig(List.of(own), unsignedCalls) : this;
    }
}
