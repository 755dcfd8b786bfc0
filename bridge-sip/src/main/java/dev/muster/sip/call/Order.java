package dev.muster.sip.call;

import dev.muster.kit.number.PhoneNumber;

/// A telephone that somebody wants to call.
///
/// @param person who wants it: a public key, or what a program is known by
/// @param from the number that is shown there, one of ours; empty for the usual one
/// @param isHidden whether it is shown to the network only
/// @param group who pays
/// @param hotline what it is for, as clients say it
public record Order(String person, PhoneNumber to, String from, boolean isHidden, String group, String hotline) {
    /// Neither numbers nor people.
    @Override
    public String toString() {
        return "Order[]";
    }
}
