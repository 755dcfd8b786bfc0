package dev.muster.sip.call;

import dev.muster.kit.ledger.Reading;
import java.util.Optional;

/// Apps that speak SIP.
///
/// @param studio where the voices come from of calls between a telephone and an app
public record Apps(Studio studio, Dialled dialled) {
    /// By what calls know whose app it is.
    public static String person(String account) {
        return "sip:" + account;
    }

    /// What it means that an app dials something.
    @FunctionalInterface
    public interface Dialled {
        /// What it orders. Empty if it may not, or if that is no number.
        Optional<Order> order(Reading reading, String account, String called);
    }
}
