package dev.muster.it;

import dev.muster.nostr.crypto.SecretKey;

/// Our client at our relay.
class OurClientAtOurRelayTest extends AtOurRelay {
    @Override
    Client open(SecretKey person) {
        return new OurClient(relay.url(), person);
    }
}
