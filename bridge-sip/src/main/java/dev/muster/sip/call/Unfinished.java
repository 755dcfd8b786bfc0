package dev.muster.sip.call;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Shelf;
import dev.muster.sip.ua.Farewell;
import dev.muster.sip.ua.SipAgent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How telephones are released with whom we are in a call, should we be killed: durable before they hear anything of
/// us, and said as soon as we are there again.
public final class Unfinished implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Unfinished.class);
    private static final Shelf<Farewell> FAREWELLS = new Shelf<>("call-farewell", Farewell.class);

    private final Ledger ledger;
    private final Set<Thread> saying = ConcurrentHashMap.newKeySet();

    public Unfinished(Ledger ledger) {
        this.ledger = ledger;
    }

    public void remember(Farewell farewell) {
        ledger.alter(change -> change.put(FAREWELLS.at(farewell.call(), farewell.callId()), farewell));
    }

    /// The call has ended as it should.
    public void forget(String call) {
        ledger.alter(change -> remove(change, change.under(FAREWELLS.at(call))));
    }

    private static void remove(Change change, List<Entry<Farewell>> entries) {
        entries.forEach(entry -> change.remove(entry.place()));
    }

    /// What was left when we were killed. To be asked before there are calls.
    public List<Farewell> left() {
        return ledger.under(FAREWELLS.at()).stream().map(Entry::value).toList();
    }

    /// Says them, each in its own time. If we are killed again meanwhile, they are said again: who has heard it already
    /// takes no harm.
    public void say(SipAgent agent, List<Farewell> farewells) {
        if (!farewells.isEmpty()) LOG.warn("{} telephones are told that their calls are over", farewells.size());
        for (Farewell farewell : farewells) {
            Thread thread = Thread.ofVirtual().name("farewell").unstarted(() -> say(agent, farewell));
            saying.add(thread);
            thread.start();
        }
    }

    private void say(SipAgent agent, Farewell farewell) {
        try {
            agent.say(farewell);
            forget(farewell.call());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            saying.remove(Thread.currentThread());
        }
    }

    /// What isn't said yet is said next time. To be closed before the agent.
    @Override
    public void close() {
        List<Thread> rest = List.copyOf(saying);
        rest.forEach(Thread::interrupt);
        try {
            for (Thread thread : rest) thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
