package dev.muster.sms.thread;

import static dev.muster.nostr.event.Events.RANDOM;

import dev.muster.kit.desk.Premises;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.roles.Roles;
import dev.muster.kit.roles.RolesConfig;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Message;
import dev.muster.sms.picture.Shown;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Operators, with a ledger and a relay; the telephone network and the clock are the test's.
final class Office extends Premises {
    static final SecretKey OLGA = SecretKey.random(RANDOM);
    static final SecretKey OTTO = SecretKey.random(RANDOM);
    static final SecretKey TINA = SecretKey.random(RANDOM);
    static final SecretKey TOM = SecretKey.random(RANDOM);
    static final SecretKey EVE = SecretKey.random(RANDOM);
    static final SecretKey ROBOT = SecretKey.random(RANDOM);
    static final String OUR = "+12025550123";
    static final URI RELAY = URI.create("wss://relay.example.org");

    private ThreadsConfig config = ThreadsConfig.DEFAULT;
    private List<URI> relays = List.of(RELAY);
    private final Map<PhoneNumber, SecretKey> broadcasters = new HashMap<>();
    private final Map<PhoneNumber, String> blocked = new HashMap<>();
    private final List<Texted> texted = new ArrayList<>();
    private final List<String> decided = new ArrayList<>();
    private final List<SecretKey> born = new CopyOnWriteArrayList<>();
    private long said;
    private @Nullable Threads threads;

    /// What was handed over to be texted: a text, or where a picture is.
    record Texted(String id, String our, PhoneNumber to, String text) {}

    @Override
    protected void furnish(Ground ground) {
        var roles = new RolesConfig(
                Set.of(),
                Set.of(TINA.publicKey(), TOM.publicKey()),
                Set.of(),
                Set.of(OLGA.publicKey(), OTTO.publicKey()),
                Set.of(EVE.publicKey()),
                Set.of(ROBOT.publicKey()));
        threads = new Threads(
                config,
                new Threads.Means(
                        BOT,
                        relays,
                        new Roles(() -> roles),
                        ground.timers(),
                        ground.post(),
                        ground.conversations(),
                        this::now,
                        RANDOM),
                new Threads.Ties(
                        new Mouth() {
                            @Override
                            public Said say(Change change, String id, String our, PhoneNumber to, String text) {
                                return texted(change, new Texted(id, our, to, text));
                            }

                            @Override
                            public Said show(Change change, String id, String our, PhoneNumber to, Shown picture) {
                                return texted(
                                        change,
                                        new Texted(id, our, to, picture.at().toString()));
                            }
                        },
                        (_, number, wants, _) -> decided.add(number + " " + wants),
                        (_, number) ->
                                Optional.ofNullable(broadcasters.get(number)).map(SecretKey::publicKey),
                        born::add));
    }

    private Mouth.Said texted(Change change, Texted text) {
        String reason = blocked.get(text.to());
        if (reason != null) return new Mouth.Said.Blocked(reason);
        change.afterwards(() -> texted.add(text));
        return new Mouth.Said.Queued();
    }

    void restartWith(ThreadsConfig other, URI... at) throws Exception {
        config = other;
        if (at.length > 0) relays = List.of(at);
        restart();
    }

    Threads threads() {
        Threads open = threads;
        if (open == null) throw new IllegalStateException("not started");
        return open;
    }

    List<Texted> texted() {
        return texted;
    }

    List<String> decided() {
        return decided;
    }

    List<SecretKey> born() {
        return born;
    }

    void blocks(PhoneNumber number, String reason) {
        blocked.put(number, reason);
    }

    void broadcasts(SecretKey organizer, PhoneNumber to) {
        broadcasters.put(to, organizer);
    }

    void longAgo(PhoneNumber number) {
        broadcasters.remove(number);
    }

    void texts(PhoneNumber from, String text) {
        texts(from, text, false);
    }

    void texts(PhoneNumber from, String text, boolean isPerhapsStop) {
        hears(new Heard(OUR, from.e164(), Optional.of(from), text, isPerhapsStop, "test"));
    }

    /// They have sent a picture, which can be seen now.
    void shows(PhoneNumber from, Shown picture) {
        data().ledger().alter(change -> threads().pictured(change, OUR, from.e164(), picture));
    }

    void hears(Heard heard) {
        data().ledger().alter(change -> threads().heard(change, heard));
    }

    SecretKey ghost(PhoneNumber number) {
        return new Ghosts(BOT).of(OUR, number.e164());
    }

    /// Somebody says something in the chat with a number's ghost. The same text twice is said twice.
    Rumor writes(SecretKey who, PhoneNumber number, String text) {
        return writes(who, number, Kind.CHAT_MESSAGE, text);
    }

    Rumor writes(SecretKey who, PhoneNumber number, int kind, String text) {
        var rumor = new Rumor(
                who.publicKey(), now().getEpochSecond(), kind, Tags.of(Tag.of("n", Long.toString(said++))), text);
        repeats(rumor, number);
        return rumor;
    }

    /// The same with a picture.
    Rumor sends(SecretKey who, PhoneNumber number, Shown picture) {
        var tags = new Tags(picture.lock().tags());
        String at = picture.at().toString();
        var rumor = new Rumor(who.publicKey(), now().getEpochSecond(), Kind.FILE_MESSAGE, tags, at);
        repeats(rumor, number);
        return rumor;
    }

    void repeats(Rumor rumor, PhoneNumber number) {
        hears(rumor, ghost(number));
    }

    private void hears(Rumor rumor, SecretKey ghost) {
        var message = new Message(rumor.id(), rumor, rumor.content(), Optional.empty());
        data().ledger().alter(change -> threads().message(change, message, ghost.publicKey()));
    }

    /// The same to one who has no number.
    Rumor writes(SecretKey who, String sender, String text) {
        var rumor = new Rumor(who.publicKey(), now().getEpochSecond(), Kind.CHAT_MESSAGE, Tags.NONE, text);
        hears(rumor, new Ghosts(BOT).of(OUR, sender));
        settles();
        return rumor;
    }

    void fares(Rumor answer, Fate fate, String reason) {
        String id = texted.stream()
                .map(Texted::id)
                .filter(text -> text.startsWith(answer.id().hex()))
                .findFirst()
                .orElseThrow();
        data().ledger().alter(change -> threads().fared(change, id, fate, reason));
    }

    /// The chat that somebody has with a number's ghost.
    List<Rumor> chat(SecretKey who, PhoneNumber number) {
        return of(who, number, Kind.CHAT_MESSAGE);
    }

    List<Rumor> of(SecretKey who, PhoneNumber number, int kind) {
        settles();
        return heard(who).stream()
                .filter(rumor -> rumor.kind() == kind)
                .filter(rumor -> rumor.author().equals(ghost(number).publicKey()))
                .toList();
    }

    List<String> lines(SecretKey who, PhoneNumber number) {
        return chat(who, number).stream().map(Rumor::content).toList();
    }

    /// The marks on what somebody has said.
    Set<String> marks(SecretKey who, PhoneNumber number, EventId said) {
        return of(who, number, Kind.REACTION).stream()
                .filter(rumor -> rumor.tags().values("e").contains(said.hex()))
                .map(Rumor::content)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Optional<Rumor> answer(SecretKey who, PhoneNumber number, EventId said) {
        return chat(who, number).stream()
                .filter(rumor -> rumor.tags().values("e").contains(said.hex()))
                .findFirst();
    }

    Conversation thread(PhoneNumber number) {
        return new Book().of(data().ledger(), ghost(number).publicKey()).orElseThrow();
    }

    /// What everybody can read of a number's ghost.
    List<Event> published(PhoneNumber number) {
        settles();
        return published(ghost(number).publicKey());
    }
}
