package dev.muster.it;

import dev.muster.nostr.crypto.SecretKey;

/// welshman at our relay.
@NeedsNode(NodeScript.WELSHMAN)
class WelshmanAtOurRelayTest extends AtOurRelay {
    private final NodePeer library;

    WelshmanAtOurRelayTest(NodePeer library) {
        this.library = library;
    }

    @Override
    Client open(SecretKey person) {
        return NodeClient.open(library, relay.url(), person);
    }
}
