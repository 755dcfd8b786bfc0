package dev.muster.notifier.session;

import java.net.URI;
import java.util.Optional;

/// What a join link leads to at this moment.
public sealed interface Look {
    /// The room is open.
    record Open(Invitation to) implements Look {}

    /// The room opens at [Invitation#opens].
    record Early(Invitation to) implements Look {}

    record Ended(Invitation to, Optional<URI> recording) implements Look {}

    record Cancelled(Invitation to) implements Look {}

    /// The link is for one person, and was used in another browser.
    record Elsewhere(Invitation to) implements Look {}

    /// The link was taken back, as when its owner asked for a new one.
    record Revoked() implements Look {}

    /// Nobody was ever given such a link.
    record Unknown() implements Look {}
}
