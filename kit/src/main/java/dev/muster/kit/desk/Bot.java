package dev.muster.kit.desk;

import dev.muster.kit.control.Operations;
import dev.muster.nostr.crypto.PublicKey;
import java.net.URI;

/// A bot at work, as whoever has started it sees it.
public interface Bot extends AutoCloseable {
    /// Who it is on Nostr.
    PublicKey self();

    /// Where its pages are.
    URI url();

    /// What it can be asked to do by who has its data folder.
    Operations operations();

    @Override
    void close();
}
