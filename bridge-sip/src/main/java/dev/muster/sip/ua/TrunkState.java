package dev.muster.sip.ua;

/// How it is about a trunk.
///
/// @param isUp whether calls can go that way
/// @param isRegistered whether it knows where we are; also where it needn't
public record TrunkState(String name, boolean isUp, boolean isRegistered) {}
