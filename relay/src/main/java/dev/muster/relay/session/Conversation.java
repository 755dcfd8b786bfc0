package dev.muster.relay.session;

/// Our side of a connection. Everything is called on the client's own thread.
public interface Conversation {
    /// The client said something: one whole message, whatever is in it.
    void hear(byte[] message);

    /// What was waiting to be sent has mostly gone out.
    void drained();

    /// The client is gone. Nothing is called after this.
    void ended();
}
