package dev.muster.sms;

import static dev.muster.nostr.event.Events.RANDOM;

import dev.muster.kit.desk.Premises;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.roles.Roles;
import dev.muster.kit.roles.RolesConfig;
import dev.muster.nostr.client.Await;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Message;
import dev.muster.sms.broadcast.Broadcasts;
import dev.muster.sms.broadcast.ShortLinks;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.carrier.LineConfig;
import dev.muster.sms.consent.Consent;
import dev.muster.sms.consent.Consents;
import dev.muster.sms.consent.OptOuts;
import dev.muster.sms.consent.PhoneLinks;
import dev.muster.sms.consent.Purpose;
import dev.muster.sms.contact.Contacts;
import dev.muster.sms.hear.Hearing;
import dev.muster.sms.hear.WordsConfig;
import dev.muster.sms.order.Orders;
import dev.muster.sms.order.Reports;
import dev.muster.sms.send.Aftercare;
import dev.muster.sms.send.Ceilings;
import dev.muster.sms.send.Dispatch;
import dev.muster.sms.send.Draft;
import dev.muster.sms.send.Line;
import dev.muster.sms.send.Lines;
import dev.muster.sms.send.State;
import dev.muster.sms.send.Text;
import dev.muster.sms.send.Texts;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The bridge's rooms, with a carrier that notes what comes, and people; the clock is the test's.
public final class Exchange extends Premises {
    public static final SecretKey OLGA = SecretKey.random(RANDOM);
    public static final SecretKey MAX = SecretKey.random(RANDOM);
    public static final SecretKey ROBOT = SecretKey.random(RANDOM);
    public static final PhoneNumber ANA = new PhoneNumber("+12025550123");
    public static final PhoneNumber BEN = new PhoneNumber("+12025550124");
    public static final String OUR = "+12025550100";

    public static final Duration KEEP = Duration.ofDays(90);

    public final Telco telco = new Telco("telco");
    public final Telco other = new Telco("other");
    public final List<Incoming.Said> said = new ArrayList<>();
    public final List<Hearing.Decision> decisions = new ArrayList<>();

    private LineConfig line = new LineConfig(List.of(OUR), List.of(), Integer.MAX_VALUE, 0, List.of("+1=10"));
    private List<String> prefixes = List.of("+1999");
    private boolean isGone;
    private Ceilings ceilings = Ceilings.NONE;
    private Optional<Instant> morning = Optional.empty();
    private @Nullable Rooms rooms;

    /// What is tried out.
    public record Rooms(
            Texts texts,
            Consents consents,
            OptOuts optOuts,
            PhoneLinks links,
            Contacts contacts,
            Dispatch dispatch,
            Aftercare aftercare,
            ShortLinks shortLinks,
            Broadcasts broadcasts,
            Hearing hearing,
            Orders orders) {}

    @Override
    protected void furnish(Ground ground) {
        var texts = new Texts(this::now);
        var optOuts = new OptOuts();
        var consents = new Consents(optOuts, this::now);
        var links = new PhoneLinks(consents, this::now, RANDOM);
        var contacts = new Contacts();
        Line first = new Line(telco, line);
        var second = new Line(other, new LineConfig(List.of(), prefixes, Integer.MAX_VALUE, 0, List.of()));
        var lines = isGone ? List.of(second) : List.of(first, second);
        var all = new Lines(lines);
        var dispatch = new Dispatch(new Dispatch.Means(
                ground.ledger(),
                ground.outbox(),
                texts,
                consents,
                optOuts,
                all,
                (_, _, _) -> morning,
                Broadcasts::isCancelled,
                ceilings,
                true,
                true,
                this::now,
                RANDOM));
        var aftercare = new Aftercare(new Aftercare.Means(ground.ledger(), texts, all, KEEP, this::now));
        var shortLinks = new ShortLinks(() -> URI.create("https://sms.example.org"), ground.timers(), RANDOM);
        var broadcasts = new Broadcasts(new Broadcasts.Means(
                ground.timers(), texts, dispatch, contacts, shortLinks, "Text STOP to end.", KEEP, this::now));
        var roles = new Roles(() -> new RolesConfig(
                Set.of(),
                Set.of(OLGA.publicKey()),
                Set.of(),
                Set.of(),
                Set.of(MAX.publicKey()),
                Set.of(ROBOT.publicKey())));
        var _ = new Reports(new Reports.Means(broadcasts, roles, ground.replies(), ground.timers(), this::now));
        var people = new Hearing.People() {
            @Override
            public void said(Change change, Incoming.Said text, Optional<PhoneNumber> number, boolean isPerhapsStop) {
                change.afterwards(() -> said.add(text));
            }

            @Override
            public void decided(Change change, String our, PhoneNumber number, Hearing.Decision decision) {
                change.afterwards(() -> decisions.add(decision));
            }
        };
        var hearing = new Hearing(new Hearing.Means(
                ground.ledger(),
                ground.timers(),
                texts,
                dispatch,
                aftercare,
                consents,
                optOuts,
                links,
                broadcasts,
                WordsConfig.DEFAULT,
                "US",
                this::now,
                people));
        var orders = new Orders(new Orders.Means(
                roles, ground.replies(), broadcasts, dispatch, optOuts, links, "US", this::now, refusals()::add));
        rooms = new Rooms(
                texts,
                consents,
                optOuts,
                links,
                contacts,
                dispatch,
                aftercare,
                shortLinks,
                broadcasts,
                hearing,
                orders);
    }

    @Override
    public void start() {
        super.start();
        rooms().dispatch().start();
        rooms().aftercare().start();
    }

    @Override
    public void stop() throws Exception {
        rooms().aftercare().close();
        rooms().dispatch().close();
        super.stop();
    }

    public Rooms rooms() {
        if (rooms == null) throw new IllegalStateException("not within a test");
        return rooms;
    }

    /// The same with a line that is used like this.
    public void uses(LineConfig newLine) throws Exception {
        line = newLine;
        restart();
    }

    /// The second carrier is used for these numbers.
    public void usesOther(String... newPrefixes) throws Exception {
        prefixes = List.of(newPrefixes);
        restart();
    }

    /// The first carrier is taken out of the configuration, and the other one is used for these numbers.
    public void losesTelco(String... newPrefixes) throws Exception {
        isGone = true;
        usesOther(newPrefixes);
    }

    public void mayCost(Ceilings newCeilings) throws Exception {
        ceilings = newCeilings;
        restart();
    }

    /// From now on it is night everywhere.
    public void isNightUntil(Instant newMorning) {
        morning = Optional.of(newMorning);
    }

    /// Waits until it was looked once more which texts have their turn, at the other carrier last.
    public void looks() {
        var marker = new PhoneNumber("+19995550199");
        Text text =
                sends(Draft.of(UUID.randomUUID().toString(), marker, "", Purpose.CONFIRMATION, now().minusSeconds(1)));
        awaits(text.id(), State.EXPIRED);
    }

    public void isDay() {
        morning = Optional.empty();
    }

    public void agrees(PhoneNumber number) {
        var consent =
                new Consent(Consent.How.FORM, now(), "", "form 7", Optional.of(OLGA.publicKey()), Optional.empty());
        data().ledger().alter(change -> rooms().consents().add(change, number, consent));
    }

    /// A text to somebody.
    public Text sends(PhoneNumber to, String body) {
        return sends(
                Draft.of(UUID.randomUUID().toString(), to, body, Purpose.MESSAGE, now().plus(Duration.ofHours(12))));
    }

    public Text sends(Draft draft) {
        return data().ledger().change(change -> rooms().dispatch().submit(change, draft));
    }

    public Text text(String id) {
        return rooms().texts().get(data().ledger(), id).orElseThrow();
    }

    public void awaits(String id, State state) {
        try {
            Await.until(() -> text(id).state() == state);
        } catch (AssertionError e) {
            throw new AssertionError("it is " + text(id) + ", " + text(id).reason(), e);
        }
    }

    /// Waits until so many messages were handed over, while the time passes that lies between them.
    public void awaitsHandedOver(int count) {
        Await.until(() -> {
            passes(Duration.ofMillis(50));
            return telco.heard().size() == count;
        });
    }

    /// Somebody texts us.
    public void says(PhoneNumber from, String text) {
        hears(new Incoming.Said("telco", UUID.randomUUID().toString(), from.e164(), OUR, text, List.of(), false));
    }

    public void hears(Incoming incoming) {
        rooms().hearing().hear(incoming);
    }

    public void reports(String carriersId, Incoming.State state) {
        hears(new Incoming.Receipt("telco", Optional.empty(), List.of(carriersId), state, "", Optional.empty()));
    }

    /// Somebody says something in a wrap.
    public Message orders(SecretKey who, int kind, Tags tags, String content) {
        var rumor = new Rumor(who.publicKey(), now().getEpochSecond(), kind, tags, content);
        var message = new Message(rumor.id(), rumor, content, Optional.empty());
        data().ledger().alter(change -> rooms().orders().message(change, message));
        return message;
    }
}
