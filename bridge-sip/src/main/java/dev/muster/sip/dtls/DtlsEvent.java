package dev.muster.sip.dtls;

/// What becomes of a connection.
public sealed interface DtlsEvent {
    record Established(SrtpKeys keys) implements DtlsEvent {}

    record Failed(Failure reason) implements DtlsEvent {}

    /// One side has said that it ends, or what came couldn't be believed any more.
    record Ended() implements DtlsEvent {}
}
