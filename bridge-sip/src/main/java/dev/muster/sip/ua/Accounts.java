package dev.muster.sip.ua;

import dev.muster.sip.ua.digest.Ha1;
import java.util.Optional;

/// Which apps may register.
@FunctionalInterface
public interface Accounts {
    /// By what an account shows that it knows its password, without saying it. Empty if there is none of that name.
    Optional<Ha1> password(String account);
}
