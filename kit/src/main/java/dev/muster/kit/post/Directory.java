package dev.muster.kit.post;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where people receive private messages: what their newest kind 10050 says, at our own relays and at those where we
/// look people up; who has none receives at our own.
///
/// Questions that come at the same time become one.
public final class Directory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

    /// NIP-17 asks for one to three. Who lists many more would have us knock at strangers' doors.
    private static final int MOST_RELAYS = 5;

    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    /// Somebody who has just joined is about to choose.
    private static final Duration ABSENCE_REMEMBERED = Duration.ofMinutes(1);

    private static final int MOST_REMEMBERED = 50_000;

    /// So long a question waits for others.
    private static final Duration WINDOW = Duration.ofMillis(20);

    private static final int AT_ONCE = 200;

    /// So long the look-up relays may take when ours have answered: one that is dead must not hold up all letters.
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Comparator<Event> NEWEST_FIRST =
            Comparator.comparingLong(Event::createdAt).reversed().thenComparing(Event::id);

    private final Connections connections;
    private final Reach reach;
    private final InstantSource clock;
    private final Map<PublicKey, Known> known = new ConcurrentHashMap<>();
    private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private record Known(List<URI> inbox, Instant until) {}

    private record Question(PublicKey person, CompletableFuture<List<URI>> answer) {}

    public Directory(Connections connections, InstantSource clock) {
        this.connections = connections;
        this.reach = connections.reach();
        this.clock = clock;
        threads.execute(this::gather);
    }

    /// The relays where somebody receives private messages.
    ///
    /// @throws InterruptedException also if the directory is being closed
    public List<URI> inbox(PublicKey person) throws InterruptedException {
        Known before = known.get(person);
        if (before != null && clock.instant().isBefore(before.until())) return before.inbox();
        var question = new Question(person, new CompletableFuture<>());
        questions.add(question);
        if (threads.isShutdown()) turnAway();
        try {
            return question.answer().get();
        } catch (CancellationException e) {
            throw new InterruptedException("closed");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void gather() {
        try {
            while (true) {
                var batch = new ArrayList<Question>();
                batch.add(questions.take());
                Thread.sleep(WINDOW);
                questions.drainTo(batch, AT_ONCE - 1);
                threads.execute(() -> answer(batch));
            }
        } catch (InterruptedException e) {
            LOG.debug("nobody is looked up any more");
        }
    }

    private void answer(List<Question> batch) {
        try {
            List<PublicKey> people =
                    batch.stream().map(Question::person).distinct().toList();
            Map<PublicKey, List<URI>> found = lookUp(people);
            for (Question question : batch) {
                question.answer().complete(found.getOrDefault(question.person(), reach.ours()));
            }
        } catch (InterruptedException e) {
            batch.forEach(question -> question.answer().cancel(true));
        } catch (RuntimeException e) {
            batch.forEach(question -> question.answer().completeExceptionally(e));
        }
    }

    private Map<PublicKey, List<URI>> lookUp(Collection<PublicKey> people) throws InterruptedException {
        Filter filter = Filter.ALL.kinds(Kind.INBOX_RELAYS).authors(people);
        var ours = ask(reach.ours().stream(), filter);
        var others = ask(reach.lookUp().stream().filter(relay -> !reach.ours().contains(relay)), filter);
        for (var answer : ours) await(answer, Duration.ofDays(1));
        Instant patience = clock.instant().plus(GRACE);
        for (var answer : others) await(answer, Duration.between(clock.instant(), patience));

        var answers = Stream.concat(ours.stream(), others.stream())
                .flatMap(answer -> answer.getNow(Optional.empty()).stream())
                .toList();
        // Nobody has said that they have no inbox.
        if (answers.isEmpty()) return Map.of();
        Map<PublicKey, List<URI>> found = answers.stream()
                .flatMap(List::stream)
                .sorted(NEWEST_FIRST)
                .collect(Collectors.toMap(Event::author, this::relays, (newest, _) -> newest, HashMap::new));
        people.forEach(person -> remember(person, Optional.ofNullable(found.get(person))));
        return found;
    }

    private List<CompletableFuture<Optional<List<Event>>>> ask(Stream<URI> relays, Filter filter) {
        return relays.map(relay -> {
                    var answer = new CompletableFuture<Optional<List<Event>>>();
                    threads.execute(() -> fetch(relay, filter, answer));
                    return answer;
                })
                .toList();
    }

    private void fetch(URI relay, Filter filter, CompletableFuture<Optional<List<Event>>> answer) {
        try {
            answer.complete(connections.fetch(relay, filter));
        } catch (InterruptedException e) {
            answer.cancel(true);
        }
    }

    /// Waits until it is there, or no longer.
    private static void await(CompletableFuture<?> answer, Duration patience) throws InterruptedException {
        try {
            var _ = answer.copy()
                    .completeOnTimeout(null, Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS)
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Who lists none that we go to receives where everybody does who lists none.
    private List<URI> relays(Event list) {
        List<URI> relays = list.tags().values("relay").stream()
                .flatMap(reach::follow)
                .distinct()
                .limit(MOST_RELAYS)
                .toList();
        return relays.isEmpty() ? reach.ours() : relays;
    }

    private void remember(PublicKey person, Optional<List<URI>> inbox) {
        if (known.size() >= MOST_REMEMBERED) known.clear();
        Instant until = clock.instant().plus(inbox.isPresent() ? REMEMBERED : ABSENCE_REMEMBERED);
        known.put(person, new Known(inbox.orElse(reach.ours()), until));
    }

    private void turnAway() {
        for (Question late = questions.poll(); late != null; late = questions.poll()) {
            late.answer().cancel(true);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        turnAway();
    }
}
