package dev.muster.kit.inbox;

import java.net.URI;
import java.util.List;

/// Where and how a bot hears what people say to it.
///
/// @param relays where it is to be found: they are announced as its inbox (kind 10050)
/// @param unsignedCalls whether calls (243xx) in BuildIt's unsigned seals are believed
public record InboxConfig(List<URI> relays, boolean unsignedCalls) {
    public static final InboxConfig DEFAULT = new InboxConfig(List.of(URI.create("ws://127.0.0.1:7777")), false);

    public InboxConfig {
        relays = List.copyOf(relays);
        if (relays.isEmpty()) throw new IllegalArgumentException("relays: expected at least one relay");
    }
}
