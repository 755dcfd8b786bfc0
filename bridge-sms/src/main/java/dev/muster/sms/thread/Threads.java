package dev.muster.sms.thread;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.post.Post;
import dev.muster.kit.roles.Roles;
import dev.muster.kit.timer.Timers;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.nostr.wrap.Message;
import dev.muster.sms.picture.Lock;
import dev.muster.sms.picture.Shown;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// What is texted to us and answered by people: brings each text to whoever looks after it, and each answer to be
/// texted.
public final class Threads {
    private static final String ARCHIVE = "sms-archive";
    private static final String FORGET = "sms-reply";

    /// No carrier says later how a text has fared. Also much longer than an answer may be texted, so that none is
    /// twice.
    private static final Duration REMEMBERED = Duration.ofDays(30);

    /// What an operator said while the bridge was away for long isn't texted any more (R60). BuildIt dates what is said
    /// now up to 48 hours back, and an hour it may take.
    private static final Duration FRESH = Duration.ofHours(49);

    private static final String PERHAPS_STOP =
            "\n\n(Perhaps they want no more texts. They get none until you write /stop or /keep.)";

    private final ThreadsConfig config;
    private final Means means;
    private final Ties ties;
    private final Ghosts ghosts;
    private final Book book = new Book();
    private final Staff staff;
    private final Letters letters;

    /// What it works with.
    ///
    /// @param relays where ghosts receive
    public record Means(
            SecretKey bot,
            List<URI> relays,
            Roles roles,
            Timers timers,
            Post post,
            ConversationKeys conversations,
            InstantSource clock,
            SecureRandom random) {
        public Means {
            relays = List.copyOf(relays);
        }
    }

    /// What it asks of others.
    ///
    /// @param mouth texts what is answered
    /// @param decision hears what an operator has decided about whether somebody wants texts
    /// @param broadcaster whose broadcast somebody may be answering
    /// @param born hears of each new ghost, for whom the inbox is to hear from now on
    public record Ties(
            Mouth mouth,
            Decision decision,
            BiFunction<Reading, PhoneNumber, Optional<PublicKey>> broadcaster,
            Consumer<SecretKey> born) {}

    /// What an operator has decided about whether somebody wants texts.
    @FunctionalInterface
    public interface Decision {
        void decided(Change change, PhoneNumber number, boolean wantsTexts, PublicKey by);
    }

    /// Has threads put away when they were resolved long enough ago: to be made before the alarms are started.
    public Threads(ThreadsConfig config, Means means, Ties ties) {
        this.config = config;
        this.means = means;
        this.ties = ties;
        ghosts = new Ghosts(means.bot());
        staff = new Staff(means.roles(), book);
        letters = new Letters(ghosts, means);
        means.timers()
                .with(ARCHIVE, (change, alarm) -> archive(change, alarm.name()))
                .with(FORGET, (change, alarm) -> book.forget(change, alarm.name()));
    }

    /// The keys to hear for.
    public List<SecretKey> ghosts(Reading reading) {
        return book.all(reading)
                .map(thread -> ghosts.of(thread.our(), thread.their()))
                .toList();
    }

    /// Says where ghosts receive, if that isn't where they were said to. To be called at each start.
    public void introduce(Change change) {
        if (book.isElsewhere(change, means.relays())) ghosts(change).forEach(ghost -> letters.introduce(change, ghost));
    }

    private Instant now() {
        return means.clock().instant();
    }

    // What comes by text

    /// Somebody has texted what is for people.
    public void heard(Change change, Heard heard) {
        Conversation before = thread(change, heard.our(), heard.their());
        means.timers().cancel(change, ARCHIVE, before.id());
        Conversation after = before.heard(care(change, before, heard.number()), now());
        Set<PublicKey> audience = staff.audience(change, after);
        if (!heard.isPerhapsStop()) tell(change, before, after, audience, heard.text());
        else tell(change, before, after, audience, heard.text() + PERHAPS_STOP, Tag.of("t", "possible-optout"));
    }

    /// What they have sent besides text can be seen now.
    ///
    /// @param from as with [#line]
    public void pictured(Change change, String our, String from, Shown picture) {
        Conversation thread = thread(change, our, from).tellingOnce();
        for (PublicKey person : staff.audience(change, thread)) letters.show(change, thread, person, picture);
        book.keep(change, thread);
    }

    private Conversation thread(Change change, String our, String from) {
        String id = ghosts.thread(our, from);
        return book.thread(change, id).orElseGet(() -> begin(change, id, our, from));
    }

    private Conversation begin(Change change, String id, String our, String from) {
        SecretKey ghost = ghosts.of(our, from);
        Conversation thread = Conversation.begin(id, our, from, now());
        book.begin(change, ghost.publicKey(), thread);
        letters.introduce(change, ghost);
        change.afterwards(() -> ties.born().accept(ghost));
        return thread;
    }

    /// Who is to look after what they say now: whoever has said so; the one whose broadcast it answers (R53); whoever
    /// does already; and else whoever it is for as it was set.
    private Care care(Change change, Conversation thread, Optional<PhoneNumber> number) {
        Care care = thread.care();
        boolean isTaken = care.operator()
                .filter(operator -> staff.includes(change, operator))
                .isPresent();
        if (isTaken && care.by() == Care.By.WORD) return care;
        Optional<PublicKey> organizer = number.flatMap(
                        answering -> ties.broadcaster().apply(change, answering))
                .filter(who -> staff.includes(change, who));
        if (organizer.isPresent()) return care.broadcast(organizer.get());
        boolean isUnderWay = thread.state() == State.WAITING || thread.state() == State.ACTIVE;
        if (isTaken && (isUnderWay || care.by() != Care.By.BROADCAST)) return care;
        return switch (config.sharing()) {
            case ALL -> care.isUrgent() ? Care.NOBODYS.urgent() : Care.NOBODYS;
            case ROUND_ROBIN -> staff.next(change).map(Care::turn).orElse(Care.NOBODYS);
        };
    }

    /// Tells those who see a thread what the bridge itself has done, such as that somebody wants no more texts. Where
    /// there is no thread nobody has asked.
    ///
    /// @param from a number such as `+12025550123`, or what else the network calls them
    public void line(Change change, String our, String from, String text) {
        book.thread(change, ghosts.thread(our, from))
                .ifPresent(thread ->
                        tell(change, thread, thread, staff.audience(change, thread), text, Tag.of("line", "bridge")));
    }

    /// Tells them something in the chat, and their programs how the thread stands now, if that is news.
    private void tell(
            Change change, Conversation before, Conversation after, Set<PublicKey> people, String text, Tag... more) {
        Conversation telling = after.tellingOnce();
        for (PublicKey person : people) letters.say(change, telling, person, text, Arrays.asList(more));
        keep(change, before, telling.introducedTo(people));
    }

    private void keep(Change change, Conversation before, Conversation after) {
        book.keep(change, after);
        boolean isNews = before.messages() == 0
                || before.state() != after.state()
                || !before.care().equals(after.care());
        if (!isNews) return;
        for (PublicKey person : staff.audience(change, after)) letters.board(change, after, person, config.hotline());
    }

    // What operators say

    /// Somebody has said something to a ghost.
    public void message(Change change, Message message, PublicKey ghost) {
        Conversation thread = book.of(change, ghost).orElse(null);
        if (thread == null) return;
        PublicKey author = message.author();
        boolean isForPeople = message.kind() == Kind.CHAT_MESSAGE || message.kind() == Kind.FILE_MESSAGE;
        if (!staff.includes(change, author)) {
            boolean isAnswered =
                    isForPeople && !staff.isProgram(change, author) && book.isNewStranger(change, thread, author);
            if (isAnswered) refuse(change, thread, message, "not-authorized", "Only operators can answer texts here.");
            return;
        }
        if (message.kind() == Board.KIND) wish(change, thread, message);
        else if (message.kind() == Kind.FILE_MESSAGE) sent(change, thread, message);
        else if (message.kind() == Kind.CHAT_MESSAGE) typed(change, thread, message);
    }

    private void typed(Change change, Conversation thread, Message message) {
        String text = message.text().strip();
        if (text.isEmpty()) return;
        if (Word.isMeant(text)) {
            Word.of(text)
                    .ifPresentOrElse(
                            word -> does(change, thread, message, word),
                            () -> refuse(
                                    change,
                                    thread,
                                    message,
                                    "unknown-word",
                                    "I don't know that, and have not texted it. You can write\n" + Word.list()));
        } else {
            answered(
                    change,
                    thread,
                    message,
                    text,
                    (id, number) -> ties.mouth().say(change, id, thread.our(), number, text));
        }
    }

    private void sent(Change change, Conversation thread, Message message) {
        Shown picture;
        try {
            picture = new Shown(
                    URI.create(message.text().strip()), Lock.of(message.rumor().tags()));
        } catch (IllegalArgumentException e) {
            refuse(change, thread, message, "bad-input", "I can't send that: expected a picture that NIP-17 encrypts.");
            return;
        }
        boolean isSent = answered(
                change,
                thread,
                message,
                "[a picture]",
                (id, number) -> ties.mouth().show(change, id, thread.our(), number, picture));
        if (!isSent) return;
        Conversation after = book.thread(change, thread.id()).orElseThrow().tellingOnce();
        Set<PublicKey> others = staff.audience(change, after);
        others.remove(message.author());
        for (PublicKey other : others) letters.show(change, after, other, picture);
        book.keep(change, after);
    }

    /// R52: sent once, and seen by the others.
    ///
    /// @param mouth has it sent
    private boolean answered(
            Change change,
            Conversation before,
            Message message,
            String text,
            BiFunction<String, PhoneNumber, Mouth.Said> mouth) {
        if (Instant.ofEpochSecond(message.rumor().createdAt()).isBefore(now().minus(FRESH))) {
            refuse(change, before, message, "too-old", "I was away too long, and have not texted this. Say it again?");
            return false;
        }
        String id = message.id().hex() + "-" + before.id().substring(0, 8);
        if (book.reply(change, id).isPresent()) return false;
        PublicKey author = message.author();
        book.keep(change, id, new Reply(before.id(), author.hex(), message.id().hex(), Fate.QUEUED));
        means.timers().set(change, FORGET, id, now().plus(REMEMBERED));
        Mouth.Said said = before.number()
                .map(number -> mouth.apply(id, number))
                .orElseGet(() -> new Mouth.Said.Blocked("no_number"));
        return switch (said) {
            case Mouth.Said.Queued() -> {
                Conversation after = before.answered(author, now());
                Set<PublicKey> others = staff.audience(change, after);
                others.remove(author);
                tell(change, before, after, others, name(author) + ": " + text, Tag.of("operator", author.hex()));
                yield true;
            }
            case Mouth.Said.Blocked(var reason) -> {
                fared(change, id, Fate.BLOCKED, reason);
                yield false;
            }
        };
    }

    /// As clients show it as a name.
    private static String name(PublicKey person) {
        return "nostr:" + new Npub(person).encode();
    }

    private void refuse(Change change, Conversation thread, Message message, String reason, String text) {
        Tag result = Tag.of("result", "refused", reason);
        letters.answer(change, thread, message.author(), message.id().hex(), result, text);
    }

    private void does(Change change, Conversation thread, Message message, Word word) {
        PublicKey author = message.author();
        switch (word) {
            case CLAIM -> claim(change, thread, author);
            case RESOLVE -> resolve(change, thread, author);
            case ESCALATE -> escalate(change, thread, author);
            case STOP -> wantsTexts(change, thread, message, false);
            case KEEP -> wantsTexts(change, thread, message, true);
            case HELP ->
                letters.answer(
                        change,
                        thread,
                        author,
                        message.id().hex(),
                        Tag.of("result", "ok"),
                        "You can write\n" + Word.list() + "\nWhatever else you write is texted.");
        }
    }

    private void claim(Change change, Conversation thread, PublicKey operator) {
        means.timers().cancel(change, ARCHIVE, thread.id());
        State state = thread.state() == State.UNASSIGNED || thread.state().isOver() ? State.ASSIGNED : thread.state();
        step(change, thread, thread.is(state, thread.care().claimed(operator)), name(operator) + " has this now.");
    }

    private void resolve(Change change, Conversation thread, PublicKey operator) {
        if (thread.state().isOver()) return;
        means.timers().set(change, ARCHIVE, thread.id(), now().plus(config.archiveAfter()));
        step(change, thread, thread.is(State.RESOLVED, Care.NOBODYS), "Resolved by " + name(operator) + ".");
    }

    private void escalate(Change change, Conversation thread, PublicKey operator) {
        if (thread.care().isUrgent()) return;
        Care urgent = thread.care().urgent();
        step(change, thread, thread.is(thread.state(), urgent), name(operator) + " asks for help here.");
    }

    /// All hear of it who see the thread before or afterwards.
    private void step(Change change, Conversation before, Conversation after, String line) {
        Set<PublicKey> people = staff.audience(change, before);
        people.addAll(staff.audience(change, after));
        tell(change, before, after, people, line, Tag.of("line", after.state().word()));
    }

    private void wantsTexts(Change change, Conversation thread, Message message, boolean wants) {
        Optional<PhoneNumber> number = thread.number();
        if (number.isEmpty()) {
            refuse(change, thread, message, "no-number", "Whoever sent this can't be texted anyway.");
            return;
        }
        ties.decision().decided(change, number.get(), wants, message.author());
        String line = wants ? "They may be texted." : "They get no more texts.";
        step(change, thread, thread, line + " So says " + name(message.author()) + ".");
    }

    private void wish(Change change, Conversation thread, Message message) {
        Board.Wish wish;
        try {
            wish = Board.wish(thread, message.text());
        } catch (IllegalArgumentException e) {
            refuse(change, thread, message, "bad-input", "I can't use that: " + e.getMessage() + ".");
            return;
        }
        if (wish.isUrgent()) escalate(change, thread, message.author());
        Conversation now = book.thread(change, thread.id()).orElseThrow();
        PublicKey operator =
                wish.operator().filter(who -> staff.includes(change, who)).orElse(message.author());
        boolean isOver = wish.state().filter(State::isOver).isPresent();
        boolean isGiven = wish.operator().isPresent()
                || wish.state().filter(state -> state == State.ASSIGNED).isPresent();
        if (isOver) resolve(change, now, message.author());
        else if (isGiven && !now.care().isBy(operator)) claim(change, now, operator);
    }

    private void archive(Change change, String id) {
        book.thread(change, id)
                .filter(thread -> thread.state() == State.RESOLVED)
                .ifPresent(thread -> {
                    book.forgetStrangers(change, thread);
                    keep(change, thread, thread.is(State.ARCHIVED, thread.care()));
                });
    }

    // How answers fare

    /// An answer that was queued has got on. Of what isn't news nobody hears again.
    ///
    /// @param reason why not, for people; empty if there is nothing to say
    public void fared(Change change, String id, Fate fate, String reason) {
        Reply reply = book.reply(change, id).orElse(null);
        if (reply == null || !fate.isNewsAfter(reply.fate())) return;
        book.keep(change, id, reply.has(fate));
        Conversation thread = book.thread(change, reply.thread()).orElseThrow();
        PublicKey operator = PublicKey.parse(reply.operator());
        if (!fate.mark().isEmpty()) letters.mark(change, thread, operator, reply.message(), fate.mark());
        words(fate, reason).ifPresent(words -> {
            Tag result = Tag.of("result", fate == Fate.UNKNOWN ? "unknown" : "refused", reason);
            letters.answer(change, thread, operator, reply.message(), result, words);
        });
    }

    private static Optional<String> words(Fate fate, String reason) {
        return switch (fate) {
            case QUEUED, SENT, DELIVERED -> Optional.empty();
            case UNKNOWN ->
                Optional.of("Perhaps this was texted, perhaps not: the carrier didn't say. I don't send it again.");
            case FAILED -> Optional.of("This has not arrived" + (reason.isEmpty() ? "." : ": " + reason + "."));
            case BLOCKED -> Optional.of("This was not texted: " + why(reason) + ".");
        };
    }

    private static String why(String reason) {
        return switch (reason) {
            case "opt_out" -> "they want no texts";
            case "perhaps_opt_out" -> "perhaps they want no texts; write /stop or /keep";
            case "no_consent" -> "they have not agreed to texts";
            case "no_number" -> "whoever sent this can't be answered";
            case "no_mms" -> "no carrier takes pictures there";
            case "" -> "it is not allowed";
            default -> reason;
        };
    }
}
