package dev.muster.it;

import dev.muster.nostr.crypto.SecretKey;

/// NDK at our relay.
@NeedsNode(NodeScript.NDK)
class NdkAtOurRelayTest extends AtOurRelay {
    private final NodePeer library;

    NdkAtOurRelayTest(NodePeer library) {
        this.library = library;
    }

    @Override
    Client open(SecretKey person) {
        return NodeClient.open(library, relay.url(), person);
    }
}
