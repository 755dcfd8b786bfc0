package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.nostr.crypto.PublicKey;
import java.net.URI;

/// Lets people be rung in a browser.
@FunctionalInterface
public interface Browsers {
    /// By this link somebody registers the browser that they open it in. It counts once, and not for long.
    URI link(Change change, PublicKey person);
}
