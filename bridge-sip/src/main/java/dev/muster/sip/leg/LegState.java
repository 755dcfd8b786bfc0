package dev.muster.sip.leg;

/// How a leg is doing. The last three are its end.
public sealed interface LegState {
    /// Nobody has answered yet.
    record New() implements LegState {}

    /// Both descriptions are here.
    record Connecting() implements LegState {}

    /// It can be spoken. A telephone needs not be found first.
    record Connected() implements LegState {}

    /// The other side isn't heard, or has closed its window; it may come back.
    record Reconnecting() implements LegState {}

    /// It hasn't come back, so nothing may be sent to it any more (RFC 7675): `network_failure`.
    record Lost() implements LegState {}

    record Failed(Reason reason) implements LegState {}

    /// By us.
    record Closed() implements LegState {}

    /// Why it can't be spoken.
    enum Reason {
        /// It hasn't found us: `network_failure`.
        NOT_FOUND,
        /// Somebody shows another certificate than it should, or none, or agrees on no way to protect voice:
        /// `media_failure`.
        NOT_PROTECTED,
        /// A telephone that should speak wasn't heard for half a minute: `media_failure`.
        SILENT
    }

    default boolean isOver() {
        return switch (this) {
            case New(), Connecting(), Connected(), Reconnecting() -> false;
            case Lost(), Failed(var _), Closed() -> true;
        };
    }
}
