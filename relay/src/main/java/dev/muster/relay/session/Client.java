package dev.muster.relay.session;

import java.util.concurrent.Executor;

/// The connection to one client, as its conversation sees it. Everything is called on [#thread].
public interface Client {
    /// Where it comes from, as limits count it: an IPv4 address, or the first 64 bits of an IPv6 one.
    String address();

    /// The one thread that everything about this client happens on.
    Executor thread();

    /// Sends one message. Several sent in a row go out together.
    void send(byte[] message);

    /// Sends one message that is put together from two parts and a closing bracket: what goes before an event, and the
    /// event's JSON. Neither is copied before it must be, nor ever changed.
    void send(byte[] head, byte[] event);

    /// Whether so much waits to be sent that one better stops; [Conversation#drained] tells when to go on.
    boolean isCongested();

    /// Says why and hangs up.
    void close(int code, String reason);
}
