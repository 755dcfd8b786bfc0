package dev.muster.sip.ua;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sip.address.URI;

/// All apps that are called and may have to be woken. Each is in it as long as it is waited for.
final class Sleepers {
    private final Sleep sleep;
    private final Map<String, Nap> byCallId = new ConcurrentHashMap<>();

    Sleepers(Sleep sleep) {
        this.sleep = sleep;
    }

    Sleep sleep() {
        return sleep;
    }

    void add(Nap nap) {
        byCallId.put(nap.callId(), nap);
    }

    void remove(Nap nap) {
        byCallId.remove(nap.callId(), nap);
    }

    /// An app has registered: whoever calls it finds it there. Calls that know of this registration went there already.
    void came(String account, Binding binding, Target where, URI contact) {
        List<Nap> waiting = byCallId.values().stream()
                .filter(nap -> nap.sleeper().account().equals(account))
                .filter(nap -> binding.isSameAs(nap.sleeper().binding()))
                .filter(nap -> !binding.equals(nap.sleeper().binding()))
                .toList();
        waiting.forEach(nap -> nap.mailbox().put(() -> nap.comes(where, contact)));
    }

    /// The one that was to be woken for that call can't be.
    void unreachable(String callId) {
        Optional.ofNullable(byCallId.get(callId)).ifPresent(nap -> nap.mailbox().put(nap::doesNotCome));
    }
}
