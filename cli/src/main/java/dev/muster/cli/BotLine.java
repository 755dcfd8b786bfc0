package dev.muster.cli;

import dev.muster.cli.Gathering.Heard;
import dev.muster.cli.RelayOptions.Connected;
import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.client.Incoming.EndOfStored;
import dev.muster.nostr.client.Incoming.Ended;
import dev.muster.nostr.client.Outcome;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.nostr.wrap.Delivery;
import dev.muster.nostr.wrap.Message;
import dev.muster.nostr.wrap.Sender;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A line to a bot: what is said to it goes there in gift wraps, and so does what it answers.
final class BotLine implements AutoCloseable {
    private final Ends ends;
    private final Set<URI> botsInbox;
    private final Set<URI> ourInbox;
    private final Connected connected;
    private final Duration patience;
    private final Shell shell;
    private final Sender sender;
    private final Mailbox mailbox;
    private final Gathering heard;

    /// Who speaks to whom, and where both are looked up.
    record Ends(SecretKey us, PublicKey bot, List<URI> at) {}

    private BotLine(
            Ends ends, Set<URI> botsInbox, Set<URI> ourInbox, Connected connected, Duration patience, Shell shell) {
        this.ends = ends;
        this.botsInbox = botsInbox;
        this.ourInbox = ourInbox;
        this.connected = connected;
        this.patience = patience;
        this.shell = shell;
        this.sender = new Sender(ends.us(), new ConversationKeys(2), shell.clock(), shell.random());
        this.mailbox = new Mailbox(ends.us());
        // Only what comes from now on.
        this.heard = new Gathering(connected.relays(), wrapsForUs().limit(0), patience);
    }

    /// Looks both up, and listens from then on.
    static BotLine open(Ends ends, RelayOptions options, Shell shell) throws InterruptedException {
        Optional<SecretKey> us = Optional.of(ends.us());
        Set<URI> botsInbox;
        Set<URI> ourInbox;
        try (Connected at = options.connect(ends.at(), us).orFail()) {
            Inboxes inboxes = Inboxes.lookUp(List.of(ends.bot(), ends.us().publicKey()), at.relays());
            botsInbox = new TreeSet<>(inboxes.of(ends.bot()).orElseGet(() -> unsaid(ends, shell)));
            Optional<List<URI>> known = inboxes.of(ends.us().publicKey());
            if (known.isEmpty()) sayWhere(botsInbox, ends.us(), at, options, shell);
            ourInbox = known.<Set<URI>>map(TreeSet::new).orElse(botsInbox);
        }
        var both = new TreeSet<>(botsInbox);
        both.addAll(ourInbox);
        var line = new BotLine(
                ends, botsInbox, ourInbox, options.connectAs(us, both).orFail(), options.patience(), shell);
        line.awaitListening();
        return line;
    }

    private static List<URI> unsaid(Ends ends, Shell shell) {
        shell.complain("the bot has not said where it receives messages (kind 10050); perhaps it has never run. It will"
                + " find this message at " + named(ends.at()) + " if that is where it listens");
        return ends.at();
    }

    /// The bot has to know where to answer, and where to send links.
    private static void sayWhere(Collection<URI> relays, SecretKey us, Connected at, RelayOptions options, Shell shell)
            throws InterruptedException {
        List<Tag> tags =
                relays.stream().map(relay -> Tag.of("relay", relay.toString())).toList();
        Event list = new Rumor(
                        us.publicKey(), shell.clock().instant().getEpochSecond(), Kind.INBOX_RELAYS, new Tags(tags), "")
                .sign(us, shell.random());
        boolean isKept =
                RelayOptions.onEach(at.relays(), relay -> relay.publish(list, options.patience())).values().stream()
                        .anyMatch(Outcome::isKept);
        if (isKept)
            shell.complain("you had not said where you receive messages: from now on that is at " + named(relays)
                    + " (kind 10050)");
    }

    private static String named(Collection<URI> relays) {
        return String.join(", ", relays.stream().map(URI::toString).toList());
    }

    private Filter wrapsForUs() {
        return Filter.ALL.kinds(Kind.GIFT_WRAP).tagged('p', List.of(us().hex()));
    }

    private void awaitListening() throws InterruptedException {
        int waiting = connected.relays().size();
        while (waiting > 0) {
            Heard next = heard.next();
            switch (next.what()) {
                case Arrived _ -> {}
                case EndOfStored _ -> waiting--;
                case Ended(var reason) -> {
                    shell.complain(next.relay() + ": " + reason);
                    waiting--;
                }
            }
        }
    }

    PublicKey us() {
        return ends.us().publicKey();
    }

    PublicKey bot() {
        return ends.bot();
    }

    /// Says something in words.
    Reply say(String words) throws InterruptedException {
        return say(rumor(Kind.CHAT_MESSAGE, Tags.of(Tag.of("p", bot().hex())), words));
    }

    /// Something that we say now.
    Rumor rumor(int kind, Tags tags, String content) {
        return sender.rumor(kind, tags, content);
    }

    /// Says something, and waits for the answer.
    ///
    /// @throws Failure if no relay of the bot's has taken it
    Reply say(Rumor rumor) throws InterruptedException {
        deliver(sender.wrap(rumor, bot(), Delivery.stored()), botsInbox, "the bot");
        return awaitAnswer(rumor.id());
    }

    /// Says something that is of no use any more then, and waits for nothing.
    void sayNow(Rumor rumor, Instant until) throws InterruptedException {
        deliver(sender.wrap(rumor, bot(), Delivery.storedNow().expiring(until)), botsInbox, "the bot");
    }

    /// What the bot says next, whatever that is about; empty if it says nothing in that time.
    Optional<Message> next(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (true) {
            Optional<Heard> next = heard.next(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            if (next.isEmpty()) return Optional.empty();
            if (!(next.get().what() instanceof Arrived(var wrap))) continue;
            for (Message message : mailbox.open(List.of(wrap)))
                if (message.author().equals(bot())) return Optional.of(message);
        }
    }

    /// Keeps a copy for ourselves, where we look for it again.
    void keep(Rumor rumor) throws InterruptedException {
        deliver(sender.wrap(rumor, us(), Delivery.stored()), ourInbox, "you");
    }

    /// Says something to everybody, where the bot and we are.
    void publish(Rumor rumor) throws InterruptedException {
        deliver(rumor.sign(ends.us(), shell.random()), ourInbox, "everybody");
    }

    /// All that we have kept for ourselves.
    List<Message> kept() throws InterruptedException {
        var wraps = new ArrayList<Event>();
        for (var fetched : RelayOptions.onEach(at(ourInbox), relay -> relay.fetchAll(wrapsForUs()))
                .values()) wraps.addAll(fetched.events());
        return new Mailbox(ends.us())
                .open(wraps).stream()
                        .filter(message -> message.author().equals(us()))
                        .toList();
    }

    /// What the people call themselves who do.
    Names names(Collection<PublicKey> people) throws InterruptedException {
        return Names.lookUp(people, connected.relays());
    }

    private List<RelayClient> at(Set<URI> relays) {
        return connected.relays().stream()
                .filter(client -> relays.contains(client.relay()))
                .toList();
    }

    /// The same signed wrap is sent again on a connection that was lost meanwhile: that is the client's.
    private void deliver(Event event, Set<URI> relays, String whom) throws InterruptedException {
        var outcomes = RelayOptions.onEach(at(relays), relay -> relay.publish(event, patience));
        if (outcomes.values().stream().anyMatch(Outcome::isKept)) return;
        outcomes.forEach((relay, outcome) -> shell.complain(new Report(relay.relay(), outcome).text("for " + whom)));
        throw new Failure("no relay has taken it, so nothing was done (a message to "
                + (whom.equals("the bot") ? new Npub(bot()).encode() : whom) + ")");
    }

    private Reply awaitAnswer(EventId question) throws InterruptedException {
        var parts = new ArrayList<Message>();
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<Heard> next = heard.next(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            if (next.isEmpty()) return parts.isEmpty() ? new Reply.Kept() : incomplete(parts);
            if (!(next.get().what() instanceof Arrived(var wrap))) continue;
            for (Message message : mailbox.open(List.of(wrap))) if (isAnswer(message, question)) parts.add(message);
            if (!parts.isEmpty()
                    && parts.size() >= Reply.partsOf(parts.getFirst()).orElse(1)) return Reply.of(inOrder(parts));
        }
    }

    private boolean isAnswer(Message message, EventId question) {
        return message.author().equals(bot())
                && message.kind() == Kind.CHAT_MESSAGE
                && message.rumor().tags().values("e").contains(question.hex());
    }

    private static List<Message> inOrder(List<Message> parts) {
        return parts.stream().sorted(Comparator.comparingInt(BotLine::part)).toList();
    }

    private static int part(Message message) {
        return message.rumor()
                .tags()
                .value("part")
                .filter(number -> number.matches("\\d{1,6}"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    private Reply incomplete(List<Message> parts) {
        shell.complain("only " + parts.size() + " of the "
                + Reply.partsOf(parts.getFirst()).orElse(1)
                + " parts of the answer came in time: give it longer with --timeout");
        return Reply.of(inOrder(parts));
    }

    @Override
    public void close() {
        heard.close();
        connected.close();
    }
}
