package dev.muster.kit.inbox;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.LedgerFailure;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.wrap.Envelope;
import dev.muster.nostr.wrap.Message;
import dev.muster.nostr.wrap.Opened;
import dev.muster.nostr.wrap.Recipient;
import dev.muster.nostr.wrap.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens what comes, believes it or not, and has it decided and remembered.
final class Ear {
    static final Set<Integer> WRAPS = Set.of(Kind.GIFT_WRAP, Kind.EPHEMERAL_GIFT_WRAP);

    /// What has come by then is opened on all processors and written down together: who sends thousands holds
    /// up the next one less.
    static final int AT_ONCE = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Ear.class);

    private static final Duration RETRY = Duration.ofSeconds(10);

    private final Map<String, Recipient> recipients = new ConcurrentHashMap<>();
    private final Ledger ledger;
    private final Memory memory;
    private final InstantSource clock;
    private final Handler handler;
    private final Consumer<String> refused;

    /// Something of which one sees who says it, as far as that is true.
    ///
    /// @param author empty if it can't be true
    /// @param rest reads it, and is empty if it isn't believed
    record Letter(Optional<PublicKey> author, Supplier<Optional<Heard>> rest) {}

    Ear(Ledger ledger, Memory memory, InstantSource clock, Handler handler, Consumer<String> refused) {
        this.ledger = ledger;
        this.memory = memory;
        this.clock = clock;
        this.handler = handler;
        this.refused = refused;
    }

    /// Hears for somebody too.
    void hearFor(SecretKey key, Recipient recipient) {
        recipients.put(key.publicKey().hex(), recipient);
    }

    /// What it wants to hear.
    int[] kinds() {
        return Stream.concat(WRAPS.stream(), handler.kinds().stream())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    void hear(List<Event> events) throws InterruptedException {
        hearLetters(hearExpected(events));
    }

    /// Hears whoever is expected, and gives back what strangers say.
    List<Letter> hearExpected(List<Event> events) throws InterruptedException {
        Map<Boolean, List<Letter>> letters = events.stream()
                .filter(event -> !memory.has(event))
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

    /// Hears so many of those that wait.
    void hearNext(Queue<Letter> letters, int most) throws InterruptedException {
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
        Recipient recipient = event.tags().value("p").map(recipients::get).orElse(null);
        if (recipient == null) return new Letter(Optional.empty(), () -> refused(Refusal.NOT_FOR_US));
        Envelope envelope = recipient.look(event);
        PublicKey to = PublicKey.parse(event.tags().value("p").orElseThrow());
        return new Letter(envelope.author(), () -> opened(event, to, envelope.open()));
    }

    private Optional<Heard> refused(Refusal reason) {
        refused.accept(reason.name());
        LOG.debug("a wrap is not believed: {}", reason);
        return Optional.empty();
    }

    private Optional<Heard> opened(Event wrap, PublicKey to, Opened opened) {
        return switch (opened) {
            case Opened.Sealed(var message) -> Optional.of(heard(wrap, to, message));
            case Opened.UnsignedCall(var message) -> Optional.of(heard(wrap, to, message));
            case Opened.SignedCall(var call) ->
                Optional.of(new Heard(wrap, call.id().hex(), call.createdAt(), change -> handler.call(change, call)));
            case Opened.CoverTraffic() -> Optional.empty();
            case Opened.Refused(var reason, var _) -> refused(reason);
        };
    }

    private Optional<Heard> signed(Event event) {
        boolean isOurs = handler.kinds().contains(event.kind())
                && event.tags().values("p").stream().anyMatch(recipients::containsKey);
        if (isOurs && event.flaw().isEmpty())
            return Optional.of(
                    new Heard(event, event.id().hex(), event.createdAt(), change -> handler.event(change, event)));
        refused.accept("BAD_EVENT");
        return Optional.empty();
    }

    /// One who writes to two of us at once tells each of them.
    private Heard heard(Event wrap, PublicKey to, Message message) {
        String said = message.id().hex() + " " + to.hex();
        return new Heard(wrap, said, message.rumor().createdAt(), change -> handler.message(change, message, to));
    }

    /// All of it in one change; if one decision fails, each in its own.
    private void decide(List<Heard> heard) {
        Instant now = clock.instant();
        try {
            ledger.alter(change -> heard.forEach(each -> decide(change, each, now)));
        } catch (LedgerFailure e) {
            throw e;
        } catch (RuntimeException e) {
            if (heard.size() == 1) failed(heard.getFirst(), now, e);
            else heard.forEach(each -> decide(List.of(each)));
        }
    }

    private void decide(Change change, Heard heard, Instant now) {
        if (memory.isTooOld(heard, now)) refused.accept("TOO_OLD");
        else if (!memory.remember(change, heard, now)) heard.decision().accept(change);
    }

    private void failed(Heard heard, Instant now, RuntimeException mistake) {
        LOG.error("a message could not be handled", mistake);
        refused.accept("FAILED");
        memory.failed(heard, now);
    }
}
