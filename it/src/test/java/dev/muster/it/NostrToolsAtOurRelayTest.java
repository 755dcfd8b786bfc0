package dev.muster.it;

import dev.muster.nostr.crypto.SecretKey;

/// nostr-tools at our relay.
@NeedsNode(NodeScript.NOSTR_TOOLS)
class NostrToolsAtOurRelayTest extends AtOurRelay {
    private final NodePeer library;

    NostrToolsAtOurRelayTest(NodePeer library) {
        this.library = library;
    }

    @Override
    Client open(SecretKey person) {
        return NodeClient.open(library, relay.url(), person);
    }
}
