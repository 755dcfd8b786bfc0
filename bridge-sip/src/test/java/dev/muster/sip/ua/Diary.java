package dev.muster.sip.ua;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Writes down what happens.
final class Diary implements CallListener {
    private static final int SECONDS = 20;

    private final BlockingQueue<CallEvent> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<TrunkState> states = new LinkedBlockingQueue<>();
    private final Map<String, Farewell> farewells = new ConcurrentHashMap<>();

    @Override
    public void happened(CallEvent event) {
        events.add(event);
    }

    @Override
    public void remember(Farewell farewell) {
        farewells.put(farewell.callId(), farewell);
    }

    /// What is to be said for that call, by its Call-ID.
    Farewell farewell(String callId) {
        return Objects.requireNonNull(farewells.get(callId), "nothing is remembered");
    }

    @Override
    public void changed(TrunkState state) {
        states.add(state);
    }

    /// The next event, which is of this kind.
    <T extends CallEvent> T next(Class<T> kind) throws InterruptedException {
        CallEvent next = events.poll(SECONDS, TimeUnit.SECONDS);
        if (next == null) throw new AssertionError("no " + kind.getSimpleName() + " happened");
        if (!kind.isInstance(next)) throw new AssertionError("not " + kind.getSimpleName() + ", but " + next);
        return kind.cast(next);
    }

    TrunkState nextState() throws InterruptedException {
        TrunkState next = states.poll(SECONDS, TimeUnit.SECONDS);
        if (next == null) throw new AssertionError("nothing became of a trunk");
        return next;
    }

    boolean isQuiet() {
        return events.isEmpty();
    }
}
