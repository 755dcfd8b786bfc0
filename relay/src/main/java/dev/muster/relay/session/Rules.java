package dev.muster.relay.session;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.relay.policy.Access;
import dev.muster.relay.policy.Admission;
import dev.muster.relay.policy.Allowance;
import dev.muster.relay.policy.Limits;
import dev.muster.relay.policy.PushTerms;
import dev.muster.relay.policy.Pushing;
import dev.muster.relay.policy.Visibility;
import java.net.URI;
import java.time.InstantSource;
import java.util.Set;

/// The rules that are in force. A reload puts others in their place, for every conversation at once.
///
/// @param denied who is not welcome, however they come
public record Rules(
        Limits limits,
        Set<PublicKey> denied,
        boolean tellIfNobodyListens,
        Admission admission,
        Visibility visibility,
        PushTerms pushes,
        Allowance events,
        Allowance wraps,
        Allowance requests) {

    public static Rules of(Access access, Limits limits, Pushing pushing, URI relay, InstantSource clock) {
        var visibility = new Visibility(access, limits);
        var pushes = new PushTerms(pushing, access, visibility, relay);
        return new Rules(
                limits,
                access.denied(),
                access.tellIfNobodyListens(),
                new Admission(access, limits, pushes, relay, clock),
                visibility,
                pushes,
                new Allowance(limits.eventsPerSecond(), limits.eventBurst(), clock),
                new Allowance(limits.wrapsPerSecond(), limits.wrapBurst(), clock),
                new Allowance(limits.requestsPerSecond(), limits.requestBurst(), clock));
    }
}
