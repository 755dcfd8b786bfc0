package dev.muster.kit.inbox;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.LedgerFailure;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Shelf;
import dev.muster.nostr.client.Answer;
import dev.muster.nostr.client.Differences;
import dev.muster.nostr.client.Fetched;
import dev.muster.nostr.client.Incoming;
import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.client.Incoming.EndOfStored;
import dev.muster.nostr.client.Incoming.Ended;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.client.Subscription;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.negentropy.RecordArray;
import dev.muster.nostr.negentropy.Records;
import dev.muster.nostr.wrap.Envelope;
import dev.muster.nostr.wrap.Message;
import dev.muster.nostr.wrap.Opened;
import dev.muster.nostr.wrap.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears what is said to one identity, at all of its relays.
///
/// Each relay is listened to by a virtual thread of its own, for as long as there is an inbox.
public final class Inbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    /// NIP-59: up to two days; and one for clocks that are wrong and senders that had to wait.
    private static final Duration LOOK_BACK = Duration.ofDays(3);

    /// What was said longer ago is not heard any more, so that it needn't be remembered for ever.
    private static final Duration TOO_OLD = Duration.ofDays(60);

    private static final Duration REMEMBERED = TOO_OLD.plus(LOOK_BACK);

    /// So often we ask anew, so that a reconnect brings little.
    private static final Duration ASK_ANEW = Duration.ofHours(6);

    private static final Duration A_WHILE = Duration.ofMinutes(1);

    /// A relay that ends the subscription is asked again then.
    private static final Duration RETRY = Duration.ofSeconds(10);

    private static final Set<Integer> WRAPS = Set.of(Kind.GIFT_WRAP, Kind.EPHEMERAL_GIFT_WRAP);

    private static final int FORGOTTEN_AT_ONCE = 1000;

    /// Every relay takes as many.
    private static final int IDS_AT_ONCE = 100;

    /// What has come by then is opened on all processors and written down together: who sends thousands holds
    /// up the next one less.
    private static final int AT_ONCE = 64;

    /// When strangers have so much to say, everybody waits.
    private static final int MOST_LATER = 10_000;

    /// A handler that fails is given up on after so many starts.
    private static final int MOST_FAILURES = 3;

    private static final Shelf<Seen> SEEN = new Shelf<>("seen", Seen.class);
    private static final Shelf<Seen> SEEN_BY_TIME = new Shelf<>("seen-time", Seen.class);

    /// What to compare with what a relay has.
    private static final Shelf<Seen> WRAPS_BY_DATE = new Shelf<>("seen-wrap", Seen.class);

    private static final Shelf<Failed> FAILED = new Shelf<>("failed", Failed.class);
    private static final Shelf<Visit> VISITS = new Shelf<>("visit", Visit.class);

    private final PublicKey self;
    private final Recipient recipient;
    private final List<RelayClient> relays;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Handler handler;
    private final Consumer<String> refused;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final AtomicReference<Instant> forgotten = new AtomicReference<>(Instant.EPOCH);

    /// A wrap or a rumor that was heard.
    private record Seen(String id) {}

    /// How often a handler has failed at it.
    private record Failed(int times) {}

    /// When we were last at a relay.
    private record Visit(Instant at) {}

    /// Something of which one sees who says it, as far as that is true.
    ///
    /// @param author empty if it can't be true
    /// @param rest reads it, and is empty if it isn't believed
    private record Letter(Optional<PublicKey> author, Supplier<Optional<Heard>> rest) {}

    /// Something that is believed to have been said.
    private record Heard(Event wrap, EventId said, long saidAt, Consumer<Change> decision) {}

    /// @param relays authenticate as that identity; they are closed with the inbox
    /// @param refused hears why a wrap was not believed: a word for a metric
    public Inbox(
            PublicKey self,
            Recipient recipient,
            List<RelayClient> relays,
            Ledger ledger,
            InstantSource clock,
            Handler handler,
            Consumer<String> refused) {
        this.self = self;
        this.recipient = recipient;
        this.relays = List.copyOf(relays);
        this.ledger = ledger;
        this.clock = clock;
        this.handler = handler;
        this.refused = refused;
    }

    public void start() {
        for (RelayClient relay : relays) begin("inbox " + relay.relay().getHost(), () -> listen(relay));
    }

    private void begin(String name, Runnable work) {
        threads.removeIf(thread -> !thread.isAlive());
        threads.add(Thread.ofVirtual().name(name).start(work));
    }

    private void listen(RelayClient relay) {
        try {
            while (true) {
                try (Subscription wraps = relay.subscribe(filter(relay))) {
                    hear(relay, wraps);
                } catch (RuntimeException e) {
                    LOG.error(
                            "listening at {} fails, and is tried again",
                            relay.relay().getHost(),
                            e);
                    Thread.sleep(RETRY);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer listening at {}", relay.relay().getHost());
        }
    }

    private Filter filter(RelayClient relay) {
        int[] kinds = Stream.concat(WRAPS.stream(), handler.kinds().stream())
                .mapToInt(Integer::intValue)
                .toArray();
        Filter ours = Filter.ALL.kinds(kinds).tagged('p', List.of(self.hex()));
        Optional<Instant> last = ledger.get(visit(relay)).map(Visit::at);
        return last.map(at -> ours.since(at.minus(LOOK_BACK).getEpochSecond())).orElse(ours);
    }

    private static Place<Visit> visit(RelayClient relay) {
        return VISITS.at(relay.relay().toString());
    }

    /// Whoever is expected is heard at once, and strangers when nobody else is waiting.
    private void hear(RelayClient relay, Subscription wraps) throws InterruptedException {
        Instant asked = clock.instant();
        Queue<Letter> later = new ArrayDeque<>();
        while (clock.instant().isBefore(asked.plus(ASK_ANEW))) {
            List<Event> arrived = new ArrayList<>();
            Incoming next =
                    wraps.next(later.isEmpty() ? A_WHILE : Duration.ZERO).orElse(null);
            while (next instanceof Arrived(var wrap)) {
                arrived.add(wrap);
                next = arrived.size() < AT_ONCE ? wraps.next(Duration.ZERO).orElse(null) : null;
            }
            later.addAll(hearExpected(arrived));
            if (arrived.size() < AT_ONCE || later.size() > MOST_LATER) hearNext(later, AT_ONCE / 4);
            switch (next) {
                case Arrived _ -> throw new IllegalStateException("all that arrived was taken");
                case EndOfStored(var isComplete) -> {
                    hearNext(later, later.size());
                    if (isComplete) been(relay);
                    else begin("rest of the inbox", () -> hearTheRest(relay));
                }
                case Ended(var reason) -> {
                    LOG.warn("{} doesn't let us listen: {}", relay.relay().getHost(), reason);
                    hearNext(later, later.size());
                    Thread.sleep(RETRY);
                    return;
                }
                // Nothing more for now.
                case null -> forgetTheLongSeen();
            }
        }
        hearNext(later, later.size());
    }

    /// What a relay's limit has cut off. On a thread of its own: who waits for an answer in the thread that takes what
    /// comes would stop both.
    private void hearTheRest(RelayClient relay) {
        try {
            // Otherwise we ask from where we asked before, next time.
            if (hearWhatIsMissing(relay) || hearAll(relay)) been(relay);
            else
                LOG.warn(
                        "{} has not given all that it has for us", relay.relay().getHost());
        } catch (InterruptedException e) {
            LOG.debug("the rest of {} waits for the next start", relay.relay().getHost());
        }
    }

    /// Compares what the relay has with what we have heard (NIP-77), and asks for the difference alone. False if it
    /// can't, or doesn't give what it has.
    private boolean hearWhatIsMissing(RelayClient relay) throws InterruptedException {
        Filter ours = filter(relay);
        if (!(relay.sync(ours, heardSince(ours.since())) instanceof Answer.Given(Differences(var _, var missing)))) {
            return false;
        }
        var left = new LinkedHashSet<>(missing);
        while (!left.isEmpty()) {
            List<EventId> ids = left.stream().limit(IDS_AT_ONCE).toList();
            List<Event> wraps = relay.fetch(ours.ids(ids)).events();
            if (wraps.isEmpty()) return false;
            hear(wraps);
            wraps.forEach(wrap -> left.remove(wrap.id()));
        }
        return true;
    }

    private boolean hearAll(RelayClient relay) throws InterruptedException {
        Fetched rest = relay.fetchAll(filter(relay));
        List<Event> wraps = rest.events();
        for (int from = 0; from < wraps.size(); from += AT_ONCE)
            hear(wraps.subList(from, Math.min(wraps.size(), from + AT_ONCE)));
        return rest.ending() instanceof Fetched.Ending.Complete;
    }

    private Records heardSince(long seconds) {
        var records = RecordArray.builder();
        for (Entry<Seen> wrap : ledger.upTo(clock.instant().plus(LOOK_BACK), WRAPS_BY_DATE, Integer.MAX_VALUE)) {
            long date = wrap.place().time().orElseThrow().getEpochSecond();
            if (date >= seconds) records.add(date, EventId.parse(wrap.value().id()));
        }
        return records.build();
    }

    private void been(RelayClient relay) {
        ledger.alter(change -> change.put(visit(relay), new Visit(clock.instant())));
    }

    private void hear(List<Event> wraps) throws InterruptedException {
        var strangers = new ArrayDeque<>(hearExpected(wraps));
        hearNext(strangers, strangers.size());
    }

    /// Hears whoever is expected, and gives back what strangers say.
    private List<Letter> hearExpected(List<Event> wraps) throws InterruptedException {
        Map<Boolean, List<Letter>> letters = wraps.stream()
                .filter(wrap -> !ledger.has(SEEN.at(wrap.id().hex())))
                .parallel()
                .map(this::letter)
                .collect(Collectors.partitioningBy(this::isExpected));
        hearLetters(letters.getOrDefault(true, List.of()));
        return letters.getOrDefault(false, List.of());
    }

    /// What can't be believed is soon dealt with.
    private boolean isExpected(Letter letter) {
        return letter.author().map(author -> handler.isExpected(ledger, author)).orElse(true);
    }

    private void hearNext(Queue<Letter> letters, int most) throws InterruptedException {
        for (int left = Math.min(most, letters.size()); left > 0; left -= AT_ONCE)
            hearLetters(Stream.generate(letters::remove)
                    .limit(Math.min(left, AT_ONCE))
                    .toList());
    }

    private void hearLetters(List<Letter> letters) throws InterruptedException {
        List<Heard> heard = letters.stream()
                .parallel()
                .flatMap(letter -> letter.rest().get().stream())
                .toList();
        if (heard.isEmpty()) return;
        while (true) {
            try {
                decide(heard);
                return;
            } catch (LedgerFailure e) {
                // Nothing is lost: it is heard as soon as it can be written down.
                LOG.error("a message waits until it can be written down: {}", e.getMessage());
                Thread.sleep(RETRY);
            }
        }
    }

    private Letter letter(Event event) {
        if (!WRAPS.contains(event.kind())) return new Letter(Optional.of(event.author()), () -> signed(event));
        Envelope envelope = recipient.look(event);
        return new Letter(envelope.author(), () -> opened(event, envelope.open()));
    }

    private Optional<Heard> opened(Event wrap, Opened opened) {
        return switch (opened) {
            case Opened.Sealed(var message) -> Optional.of(heard(wrap, message));
            case Opened.UnsignedCall(var message) -> Optional.of(heard(wrap, message));
            case Opened.SignedCall(var call) ->
                Optional.of(new Heard(wrap, call.id(), call.createdAt(), change -> handler.call(change, call)));
            case Opened.CoverTraffic() -> Optional.empty();
            case Opened.Refused(var reason, var _) -> {
                refused.accept(reason.name());
                LOG.debug("a wrap is not believed: {}", reason);
                yield Optional.empty();
            }
        };
    }

    private Optional<Heard> signed(Event event) {
        boolean isOurs = handler.kinds().contains(event.kind())
                && event.tags().values("p").contains(self.hex());
        if (isOurs && event.flaw().isEmpty())
            return Optional.of(new Heard(event, event.id(), event.createdAt(), change -> handler.event(change, event)));
        refused.accept("BAD_EVENT");
        return Optional.empty();
    }

    private Heard heard(Event wrap, Message message) {
        return new Heard(wrap, message.id(), message.rumor().createdAt(), change -> handler.message(change, message));
    }

    /// All of it in one change; if one decision fails, each in its own.
    private void decide(List<Heard> heard) {
        Instant now = clock.instant();
        try {
            ledger.alter(change -> heard.forEach(each -> decide(change, each, now)));
        } catch (LedgerFailure e) {
            throw e;
        } catch (RuntimeException e) {
            if (heard.size() == 1)
                failed(heard.getFirst().wrap(), heard.getFirst().said(), now, e);
            else heard.forEach(each -> decide(List.of(each)));
        }
    }

    private void decide(Change change, Heard heard, Instant now) {
        if (Instant.ofEpochSecond(heard.saidAt()).isBefore(now.minus(TOO_OLD))) {
            refused.accept("TOO_OLD");
            return;
        }
        boolean isSaidAgain = change.has(SEEN.at(heard.said().hex()));
        remember(change, heard.wrap(), now);
        if (isSaidAgain) return;
        remember(change, heard.said(), now);
        heard.decision().accept(change);
    }

    private static void remember(Change change, Event wrap, Instant now) {
        remember(change, wrap.id(), now);
        Instant date = Instant.ofEpochSecond(wrap.createdAt());
        // One of a far future would never be forgotten.
        if (date.isAfter(now.plus(LOOK_BACK))) return;
        change.put(WRAPS_BY_DATE.at(date, wrap.id().hex()), new Seen(wrap.id().hex()));
    }

    private static void remember(Change change, EventId id, Instant now) {
        change.put(SEEN.at(id.hex()), new Seen(id.hex()));
        change.put(SEEN_BY_TIME.at(now, id.hex()), new Seen(id.hex()));
    }

    /// A mistake of ours: it may be mended by the next start, but must not stop all others from being heard.
    private void failed(Event wrap, EventId said, Instant now, RuntimeException mistake) {
        LOG.error("a message could not be handled", mistake);
        refused.accept("FAILED");
        ledger.alter(change -> {
            Place<Failed> place = FAILED.at(said.hex());
            int times = change.get(place).map(Failed::times).orElse(0) + 1;
            if (times < MOST_FAILURES) {
                change.put(place, new Failed(times));
            } else {
                change.remove(place);
                remember(change, wrap, now);
                remember(change, said, now);
            }
        });
    }

    private void forgetTheLongSeen() {
        Instant now = clock.instant();
        if (now.isBefore(forgotten.get().plus(ASK_ANEW))) return;
        forgotten.set(now);
        forget(SEEN_BY_TIME, now, (change, id) -> change.remove(SEEN.at(id)));
        forget(WRAPS_BY_DATE, now, (_, _) -> {});
    }

    private void forget(Shelf<Seen> byTime, Instant now, BiConsumer<Change, String> more) {
        while (true) {
            var old = ledger.upTo(now.minus(REMEMBERED), byTime, FORGOTTEN_AT_ONCE);
            if (old.isEmpty()) return;
            ledger.alter(change -> old.forEach(entry -> {
                change.remove(entry.place());
                more.accept(change, entry.value().id());
            }));
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        relays.forEach(RelayClient::close);
    }
}
