package dev.muster.sip.ua;

import dev.muster.sip.ua.digest.Logins;
import java.util.List;
import java.util.Optional;
import javax.sip.address.Address;
import javax.sip.address.URI;
import javax.sip.header.Header;

/// One way to reach somebody.
///
/// @param way whose it is
/// @param target what is connected to
/// @param uri who is meant there
/// @param from who we are there
/// @param user what we are reached by there
/// @param extra what else stands in an INVITE: a route, who calls really, what isn't to be told
/// @param sleeper the app there, if it may have to be woken
record Line(
        Origin way,
        Target target,
        URI uri,
        Address from,
        Address to,
        String user,
        List<Header> extra,
        Optional<Logins> logins,
        Optional<Sleeper> sleeper) {
    Line {
        extra = List.copyOf(extra);
    }

    /// An app that is woken, if it doesn't answer.
    ///
    /// @param from the number that calls, if it may be shown
    record Sleeper(String account, Binding binding, Push push, Optional<String> from) {
        Waking.Wanted wanted(String call) {
            return new Waking.Wanted(account, binding, push, call, from);
        }
    }

    /// The same app, which is elsewhere now.
    Line at(Target where, URI contact) {
        return new Line(way, where, contact, from, to, user, extra, logins, sleeper);
    }
}
