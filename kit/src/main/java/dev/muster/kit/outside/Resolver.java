package dev.muster.kit.outside;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Looks up which addresses a name stands for.
@FunctionalInterface
public interface Resolver {
    /// What this machine asks.
    Resolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    List<InetAddress> addresses(String host) throws UnknownHostException;
}
