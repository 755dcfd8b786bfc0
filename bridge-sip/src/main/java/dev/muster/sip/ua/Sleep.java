package dev.muster.sip.ua;

import java.time.Duration;
import java.util.List;

/// Of apps that sleep, and how they are woken.
///
/// @param providers the push services by which we can wake them, as RFC 8599 names them
/// @param waking asked to
/// @param grace so long one may take to answer where it was, before it is woken
/// @param patience so long it may take to come once it is
/// @param longest after which it has to register again: who sleeps shouldn't be woken often for that
public record Sleep(List<String> providers, Waking waking, Duration grace, Duration patience, Duration longest) {
    public Sleep {
        providers = List.copyOf(providers);
    }
}
