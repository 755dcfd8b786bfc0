package dev.muster.sms;

import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Carrier;
import dev.muster.sms.carrier.Ears;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.carrier.Means;
import dev.muster.sms.carrier.Media;
import dev.muster.sms.carrier.Outgoing;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// A carrier that notes what it gets, and answers what a test wants it to.
public final class Telco implements Carrier {
    private final String name;
    private final List<Outgoing> taken = new ArrayList<>();
    private final Queue<Answer> answers = new ArrayDeque<>();
    private volatile Optional<Incoming.State> fate = Optional.empty();
    private volatile boolean isForgetful = true;
    private final Map<URI, Optional<Media>> pictures = new ConcurrentHashMap<>();
    private final List<String> forgotten = new CopyOnWriteArrayList<>();
    private final Set<Means> means = EnumSet.of(Means.SMS);
    private volatile boolean isReady = true;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public Telco(String name) {
        this.name = name;
    }

    /// The next message gets that answer; without one it is accepted.
    public synchronized void answers(Answer answer) {
        answers.add(answer);
    }

    /// It also carries that from now on.
    public void carries(Means more) {
        means.add(more);
    }

    /// Somebody's picture can be fetched there; none, if it is something else.
    public void has(URI at, Optional<Media> picture) {
        pictures.put(at, picture);
    }

    public void isReady(boolean ready) {
        isReady = ready;
    }

    /// From now on nobody gets an answer, until the gate is opened.
    public CountDownLatch closes() {
        gate = new CountDownLatch(1);
        return gate;
    }

    /// Every message that was handed over, with whatever answer.
    public synchronized List<Outgoing> heard() {
        return List.copyOf(taken);
    }

    /// When it is asked how its messages fare, it says that.
    public void knows(Incoming.State state) {
        fate = Optional.of(state);
    }

    /// It doesn't want to forget anything, or does again.
    public void forgets(boolean does) {
        isForgetful = does;
    }

    /// What it was told to forget, also if it didn't.
    public List<String> forgotten() {
        return List.copyOf(forgotten);
    }

    public List<String> texts() {
        return heard().stream().map(Outgoing::text).toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Means> means() {
        return EnumSet.copyOf(means);
    }

    @Override
    public long mediaBytes() {
        return 1000;
    }

    @Override
    public Optional<Media> fetch(URI media, Duration patience) throws IOException, InterruptedException {
        gate.await();
        Optional<Media> picture = pictures.get(media);
        if (picture == null) throw new IOException("not now");
        return picture;
    }

    @Override
    public void start(Ears ears) {}

    @Override
    public Answer send(Outgoing message, Duration patience) throws InterruptedException {
        Answer answer;
        synchronized (this) {
            taken.add(message);
            Answer wanted = answers.poll();
            answer = wanted == null ? new Answer.Accepted(List.of(name + "-" + taken.size())) : wanted;
        }
        gate.await();
        return answer;
    }

    @Override
    public Optional<Incoming.Receipt> ask(Outgoing message, List<String> ids, Instant sent, Duration patience) {
        return fate.map(state ->
                new Incoming.Receipt(name, Optional.of(message.id()), List.of("found"), state, "", Optional.empty()));
    }

    @Override
    public boolean forget(String id, Duration patience) {
        // Whoever sees it in the list may change its mind at once.
        boolean does = isForgetful;
        forgotten.add(id);
        return does;
    }

    @Override
    public Optional<String> trouble() {
        return isReady ? Optional.empty() : Optional.of("it isn't there");
    }

    @Override
    public void close() {}
}
