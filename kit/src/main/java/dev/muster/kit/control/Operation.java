package dev.muster.kit.control;

/// Something a running daemon can be asked for.
///
/// @param name what follows the slash in its address
/// @param arguments what it is given
/// @param result what it ends with
public record Operation<A extends Record, R extends Record>(String name, Class<A> arguments, Class<R> result) {
    /// For an operation that is given nothing, or ends with nothing to tell.
    public record Nothing() {}

    /// Does it, in the daemon or, if that is stopped, in the command itself.
    @FunctionalInterface
    public interface Action<A extends Record, R extends Record> {
        /// What it throws as [IllegalArgumentException] or [java.io.IOException] is told to whoever asked.
        R run(A arguments, Listener listener) throws Exception;
    }

    /// Hears of an operation while it is underway.
    public interface Listener {
        /// So much is done.
        ///
        /// @param total zero if nobody knows
        /// @throws java.util.concurrent.CancellationException if nobody waits for the result any more
        void progress(long done, long total);

        /// One line of output: a JSON object, without the newline.
        void line(byte[] line);
    }
}
