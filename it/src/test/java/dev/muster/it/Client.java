package dev.muster.it;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Tags;
import java.util.List;

/// A client of one relay in the hands of one person, whoever wrote it: it signs, authenticates, wraps and opens by
/// itself.
interface Client extends AutoCloseable {
    /// What it has signed, once the relay has it.
    ///
    /// @throws Exception that says what the relay has against it
    Event publish(int kind, Tags tags, String content) throws Exception;

    /// What is stored.
    List<Event> read(Filter filter) throws Exception;

    /// Returns once it has heard what is stored. That comes by [#next] first.
    void subscribe(Filter filter) throws Exception;

    /// Waits for the next event of the subscription.
    Event next() throws Exception;

    /// Sends a private message to where its recipient's kind 10050 says.
    void send(PublicKey recipient, String text) throws Exception;

    /// The texts of the private messages that are there.
    List<String> inbox() throws Exception;

    /// Compares what it has with what the relay has, and brings each the other's (NIP-77).
    ///
    /// @return what has come from the relay
    List<Event> sync(Filter filter, List<Event> events) throws Exception;

    @Override
    void close();
}
