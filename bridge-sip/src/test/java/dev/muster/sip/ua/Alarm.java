package dev.muster.sip.ua;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Writes down which apps are to be woken, and which not any more.
final class Alarm implements Waking {
    private static final int SECONDS = 20;

    private final BlockingQueue<Wanted> wanted = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> over = new LinkedBlockingQueue<>();

    @Override
    public boolean knows(Push push) {
        return true;
    }

    @Override
    public void wake(Wanted app) {
        wanted.add(app);
    }

    @Override
    public void over(String call, Over why) {
        over.add(call + " " + why);
    }

    Wanted nextWanted() throws InterruptedException {
        Wanted next = wanted.poll(SECONDS, TimeUnit.SECONDS);
        if (next == null) throw new AssertionError("nobody is to be woken");
        return next;
    }

    /// The call, and why it is over.
    String nextOver() throws InterruptedException {
        String next = over.poll(SECONDS, TimeUnit.SECONDS);
        if (next == null) throw new AssertionError("nobody was called off");
        return next;
    }

    boolean isQuiet() {
        return wanted.isEmpty() && over.isEmpty();
    }
}
