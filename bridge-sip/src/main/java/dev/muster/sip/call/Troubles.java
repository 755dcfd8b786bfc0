package dev.muster.sip.call;

/// Is told how well a call can be understood. Nothing of it is durable.
public interface Troubles {
    /// The person isn't heard any more, or again.
    void reconnecting(String call, boolean isGone);

    void quality(String call, boolean isPoor, double lossPercent, double roundTripMillis);
}
