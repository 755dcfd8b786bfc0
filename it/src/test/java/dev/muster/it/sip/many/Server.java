package dev.muster.it.sip.many;

import java.io.IOException;

/// What brings callers and telephones together.
interface Server extends AutoCloseable {
    String name();

    /// Begins a call.
    ///
    /// @param offer what the caller says
    /// @return what the caller is answered
    String call(int number, String offer, Telephone telephone) throws IOException, InterruptedException;

    void hangUp(int number) throws IOException, InterruptedException;

    /// What it says of its calls.
    String calls() throws IOException, InterruptedException;

    Proc proc();

    @Override
    void close();
}
