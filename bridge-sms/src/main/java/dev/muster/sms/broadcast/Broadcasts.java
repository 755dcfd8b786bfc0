package dev.muster.sms.broadcast;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.timer.Alarm;
import dev.muster.kit.timer.Timers;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.sms.broadcast.Broadcast.Status;
import dev.muster.sms.carrier.Card;
import dev.muster.sms.consent.Purpose;
import dev.muster.sms.contact.Contact;
import dev.muster.sms.contact.Contacts;
import dev.muster.sms.send.Dispatch;
import dev.muster.sms.send.Draft;
import dev.muster.sms.send.Form;
import dev.muster.sms.send.State;
import dev.muster.sms.send.Text;
import dev.muster.sms.send.Texts;
import dev.muster.sms.text.Template;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All broadcasts: ordered, begun when it is time, spread over texts bit by bit, counted.
public final class Broadcasts {
    /// A gap that stands for the recipient's own link.
    private static final String LINK = "link";

    private static final String STARTS = "broadcast-starts";
    private static final String SPREADS = "broadcast-spreads";
    private static final String RECALLS = "broadcast-recalls";
    private static final String FORGOTTEN = "broadcast-forgotten";

    /// For so many there is a text within one change: more would hold up those whose turn it is.
    private static final int SPREAD_AT_ONCE = 20;

    private static final Shelf<Broadcast> BROADCASTS = new Shelf<>("broadcast", Broadcast.class);
    private static final Shelf<Recipient> RECIPIENTS = new Shelf<>("broadcast-recipient", Recipient.class);
    private static final Shelf<Confirmation> CONFIRMED = new Shelf<>("broadcast-confirmed", Confirmation.class);
    private static final Shelf<CalledOff> CALLED_OFF = new Shelf<>("broadcast-called-off", CalledOff.class);

    private final Means means;
    private final Tally tally;
    private final List<News> listeners = new ArrayList<>();

    /// What broadcasts stand on.
    ///
    /// @param footer what stands below each text, such as how to get no more
    /// @param keep how long it is known who got it
    public record Means(
            Timers timers,
            Texts texts,
            Dispatch dispatch,
            Contacts contacts,
            ShortLinks links,
            String footer,
            Duration keep,
            InstantSource clock) {}

    /// Hears how broadcasts get on. What it decides becomes durable together with what it heard.
    public interface News {
        /// Something has become of the text for one of its recipients.
        void recipient(Change change, Broadcast broadcast, Recipient recipient, Text text);

        /// One of its recipients can't be texted at all.
        ///
        /// @param reason a word such as `no_number`
        void unreachable(Change change, Broadcast broadcast, Recipient recipient, String reason);

        /// It is at another stage.
        void stage(Change change, Broadcast broadcast);

        /// Nothing is known of it any more.
        void forgotten(Change change, Broadcast broadcast);
    }

    /// A broadcast and how it fares.
    public record Standing(Broadcast broadcast, Figures figures) {}

    private record CalledOff(Instant at) {}

    /// Who has stood up for people being woken at night, and when.
    ///
    /// @param by empty for whoever sat at the machine itself
    public record Confirmation(Optional<PublicKey> by, Instant at) {}

    /// Has its alarms rung by those timers, and hears of those texts; both are to be started afterwards.
    public Broadcasts(Means means) {
        this.means = means;
        tally = new Tally(means.clock());
        means.timers()
                .with(STARTS, this::start)
                .with(SPREADS, this::spread)
                .with(RECALLS, this::recall)
                .with(FORGOTTEN, this::forget);
        means.texts().telling(this::changed);
    }

    /// Has somebody hear how broadcasts get on. To be called before anything is sent.
    public void telling(News news) {
        listeners.add(news);
    }

    private static Place<Broadcast> place(String id) {
        return BROADCASTS.at(id);
    }

    public Optional<Standing> get(Reading reading, String id) {
        return reading.get(place(id)).map(broadcast -> new Standing(broadcast, tally.figures(reading, id)));
    }

    /// All of them, the latest first.
    public List<Standing> all(Reading reading) {
        return reading.under(BROADCASTS.at()).stream()
                .map(Entry::value)
                .sorted(Comparator.comparing(Broadcast::at).reversed())
                .map(broadcast -> new Standing(broadcast, tally.figures(reading, broadcast.id())))
                .toList();
    }

    /// Whether it is not to go on.
    public static boolean isCancelled(Reading reading, String id) {
        return reading.get(place(id))
                .filter(broadcast -> broadcast.status() == Status.CANCELLED)
                .isPresent();
    }

    /// Takes an order on. The same id is taken once.
    public Broadcast order(Change change, Order order) {
        Optional<Broadcast> before = change.get(place(order.id()));
        if (before.isPresent()) return before.get();
        Broadcast broadcast = Broadcast.of(order);
        if (order.list().isEmpty()) broadcast = enter(change, broadcast, order.recipients());
        put(change, broadcast);
        if (isCalledOff(change, broadcast)) {
            boolean _ = cancel(change, order.id());
            return change.get(place(order.id())).orElseThrow();
        }
        if (broadcast.status() == Status.SCHEDULED) means.timers().set(change, STARTS, order.id(), order.at());
        means.timers()
                .set(
                        change,
                        FORGOTTEN,
                        order.id(),
                        order.at().plus(order.validity()).plus(means.keep()));
        return broadcast;
    }

    private static boolean isCalledOff(Reading reading, Broadcast broadcast) {
        return broadcast
                .by()
                .filter(by -> reading.has(CALLED_OFF.at(broadcast.id(), by.hex())))
                .isPresent();
    }

    /// Whoever has ordered it has changed their mind. Messages overtake each other: the order may be yet to come.
    public void callOff(Change change, String id, PublicKey by) {
        Broadcast broadcast = change.get(place(id)).orElse(null);
        if (broadcast == null) {
            Instant now = means.clock().instant();
            change.put(CALLED_OFF.at(id, by.hex()), new CalledOff(now));
            means.timers().set(change, FORGOTTEN, id, now.plus(means.keep()));
        } else if (broadcast.by().filter(by::equals).isPresent()) {
            boolean _ = cancel(change, id);
        }
    }

    /// What it would be if it went now.
    public Estimate estimate(Reading reading, Order order) {
        var estimate = Estimate.upTo(means.dispatch().ceiling());
        Broadcast broadcast = Broadcast.of(order);
        List<Recipient> recipients =
                order.list().map(list -> contacts(reading, list)).orElse(order.recipients());
        for (Recipient recipient : once(recipients)) {
            estimate = recipient.number().isEmpty()
                    ? estimate.without(recipient.refused())
                    : estimated(reading, estimate, broadcast, recipient);
        }
        return estimate;
    }

    private Estimate estimated(Reading reading, Estimate estimate, Broadcast broadcast, Recipient recipient) {
        Optional<String> link = recipient.link().map(_ -> means.links().sample());
        try {
            return estimate.with(means.dispatch().judged(reading, draft(broadcast, 0, recipient, link)));
        } catch (IllegalArgumentException e) {
            // There is nothing for one of the gaps.
            return estimate.without("gap");
        }
    }

    private void put(Change change, Broadcast broadcast) {
        change.put(place(broadcast.id()), broadcast);
        listeners.forEach(news -> news.stage(change, broadcast));
    }

    /// Two spellings of a number are one recipient.
    private static Collection<Recipient> once(List<Recipient> recipients) {
        Map<Object, Recipient> once = new LinkedHashMap<>();
        for (Recipient recipient : recipients) {
            Object who = recipient.number().isPresent() ? recipient.number().get() : recipient;
            once.putIfAbsent(who, recipient);
        }
        return once.values();
    }

    private Broadcast enter(Change change, Broadcast broadcast, List<Recipient> recipients) {
        int count = 0;
        for (Recipient recipient : once(recipients)) change.put(recipient(broadcast.id(), count++), recipient);
        tally.begin(change, broadcast.id(), count);
        return broadcast.to(count);
    }

    private static Place<Recipient> recipient(String broadcast, int number) {
        return RECIPIENTS.at(broadcast, Integer.toString(number));
    }

    /// Somebody stands up for people being woken at night.
    ///
    /// @param who empty for whoever sits at the machine itself
    public boolean confirm(Change change, String id, Optional<PublicKey> who) {
        Broadcast broadcast = change.get(place(id)).orElse(null);
        if (broadcast == null || broadcast.status() != Status.UNCONFIRMED) return false;
        put(change, broadcast.is(Status.SCHEDULED));
        change.put(CONFIRMED.at(id), new Confirmation(who, means.clock().instant()));
        means.timers().set(change, STARTS, id, broadcast.at());
        return true;
    }

    /// Who has stood up for it.
    public Optional<Confirmation> confirmation(Reading reading, String id) {
        return reading.get(CONFIRMED.at(id));
    }

    /// Nothing of it goes out any more, except what a carrier is being given in this moment. Says whether anything was
    /// left.
    public boolean cancel(Change change, String id) {
        Broadcast broadcast = change.get(place(id)).orElse(null);
        if (broadcast == null || broadcast.status() == Status.CANCELLED || broadcast.status() == Status.SENT)
            return false;
        means.timers().cancel(change, STARTS, id);
        means.timers().cancel(change, SPREADS, id);
        tally.count(change, id, figures -> figures.cancelled(broadcast.recipients() - broadcast.spread()));
        put(change, broadcast.spreadTo(broadcast.recipients()).is(Status.CANCELLED));
        means.timers().set(change, RECALLS, id + "/0", means.clock().instant());
        return true;
    }

    /// Takes back what waits: not only when it would have had its turn, which may be the next morning.
    private void recall(Change change, Alarm alarm) {
        String id = alarm.name().substring(0, alarm.name().lastIndexOf('/'));
        int from = Integer.parseInt(alarm.name().substring(id.length() + 1));
        Broadcast broadcast = change.get(place(id)).orElse(null);
        if (broadcast == null) return;
        int until = Math.min(broadcast.recipients(), from + SPREAD_AT_ONCE);
        for (int i = from; i < until; i++) means.dispatch().cancel(change, broadcast.textOf(i));
        if (until < broadcast.recipients()) {
            means.timers().set(change, RECALLS, id + "/" + until, means.clock().instant());
        }
    }

    private void start(Change change, Alarm alarm) {
        Broadcast broadcast = change.get(place(alarm.name())).orElse(null);
        if (broadcast == null || broadcast.status() != Status.SCHEDULED) return;
        broadcast
                .every()
                .ifPresent(pause -> again(change, broadcast, broadcast.at().plus(pause)));
        Broadcast begun = broadcast.is(Status.SENDING);
        if (broadcast.list().isPresent())
            begun = enter(change, begun, contacts(change, broadcast.list().get()));
        put(change, begun);
        means.timers().set(change, SPREADS, begun.id(), means.clock().instant());
    }

    private List<Recipient> contacts(Reading reading, String list) {
        return means.contacts().of(reading, list).stream()
                .map(Broadcasts::recipient)
                .toList();
    }

    private static Recipient recipient(Contact contact) {
        Map<String, String> values = new HashMap<>(contact.values());
        values.put("name", contact.name());
        return new Recipient(Optional.of(contact.number()), "", "", Optional.empty(), values);
    }

    /// A broadcast that comes again is a new one each time, with figures of its own.
    private void again(Change change, Broadcast before, Instant at) {
        String base = before.id().replaceFirst("--[0-9]+$", "");
        String id = base + "--" + at.getEpochSecond();
        List<Recipient> recipients = new ArrayList<>();
        for (int i = 0; before.list().isEmpty() && i < before.recipients(); i++) {
            change.get(recipient(before.id(), i)).ifPresent(recipients::add);
        }
        var order = new Order(
                id,
                before.by(),
                before.title(),
                before.text(),
                before.list(),
                recipients,
                before.isEmergency(),
                at,
                before.validity(),
                before.every(),
                before.card());
        order(change, order);
    }

    private void spread(Change change, Alarm alarm) {
        Broadcast broadcast = change.get(place(alarm.name())).orElse(null);
        if (broadcast == null || broadcast.status() != Status.SENDING) return;
        Instant begun = means.clock().instant();
        int until = Math.min(broadcast.recipients(), broadcast.spread() + SPREAD_AT_ONCE);
        for (int i = broadcast.spread(); i < until; i++) submit(change, broadcast, i);
        Broadcast further = broadcast.spreadTo(until);
        change.put(place(further.id()), further);
        if (until < broadcast.recipients()) {
            // As long as this took, others have their turn: texts that are there already go meanwhile.
            Instant now = means.clock().instant();
            means.timers().set(change, SPREADS, broadcast.id(), now.plus(Duration.between(begun, now)));
        }
        endIfOver(change, further);
    }

    private void submit(Change change, Broadcast broadcast, int i) {
        Recipient recipient = change.get(recipient(broadcast.id(), i)).orElseThrow();
        if (recipient.number().isEmpty()) {
            leaveOut(change, broadcast, recipient, recipient.refused());
            return;
        }
        Instant until = means.clock().instant().plus(broadcast.validity());
        Optional<String> link = recipient.link().map(it -> means.links().issue(change, it, broadcast.textOf(i), until));
        Draft draft;
        try {
            draft = draft(broadcast, i, recipient, link);
        } catch (IllegalArgumentException e) {
            // There is nothing for one of the gaps.
            leaveOut(change, broadcast, recipient, "gap");
            return;
        }
        var _ = means.dispatch().submit(change, draft);
    }

    private Draft draft(Broadcast broadcast, int i, Recipient recipient, Optional<String> link) {
        return new Draft(
                broadcast.textOf(i),
                recipient.number().orElseThrow(),
                "",
                body(broadcast, recipient, link),
                Purpose.MESSAGE,
                Optional.of(broadcast.id()),
                recipient.ref(),
                means.clock().instant().plus(broadcast.validity()),
                broadcast.isEmergency(),
                broadcast.card().map(card -> form(card, link)).orElse(Form.TEXT));
    }

    private void leaveOut(Change change, Broadcast broadcast, Recipient recipient, String reason) {
        tally.count(change, broadcast.id(), figures -> figures.blocked(reason));
        listeners.forEach(news -> news.unreachable(change, broadcast, recipient, reason));
    }

    /// The button leads where each one's own link does, if they have one.
    private static Form form(Card card, Optional<String> link) {
        return Form.rcs(link.map(URI::create).map(card::leadingTo).or(() -> Optional.of(card)));
    }

    private String body(Broadcast broadcast, Recipient recipient, Optional<String> link) {
        Map<String, String> values = new HashMap<>(recipient.values());
        link.ifPresent(address -> values.put(LINK, address));
        var template = new Template(broadcast.text());
        String text = template.filled(values);
        boolean isLinkMissing = values.containsKey(LINK) && !template.gaps().contains(LINK);
        String whole = isLinkMissing ? text + " " + values.get(LINK) : text;
        return means.footer().isBlank() ? whole : whole + "\n" + means.footer();
    }

    /// Hears what becomes of each text, and keeps the figures.
    private void changed(Change change, Optional<Text> before, Text after) {
        String id = after.broadcast().orElse(null);
        if (id == null) return;
        Broadcast broadcast = change.get(place(id)).orElse(null);
        if (broadcast == null) return;
        tally.count(change, id, figures -> figures.after(before, after));
        if (after.state() == State.SENT) tally.got(change, after.to(), id);
        int number = Integer.parseInt(after.id().substring(id.length() + 1));
        change.get(recipient(id, number))
                .ifPresent(recipient -> listeners.forEach(news -> news.recipient(change, broadcast, recipient, after)));
        endIfOver(change, broadcast);
    }

    private void forget(Change change, Alarm alarm) {
        String id = alarm.name();
        change.under(CALLED_OFF.at(id)).forEach(calledOff -> change.remove(calledOff.place()));
        Broadcast broadcast = change.get(place(id)).orElse(null);
        if (broadcast == null) return;
        for (Entry<Recipient> recipient : change.under(RECIPIENTS.at(id))) {
            change.remove(recipient.place());
            recipient.value().number().ifPresent(number -> tally.forget(change, id, number));
        }
        change.remove(CONFIRMED.at(id));
        tally.forget(change, id);
        change.remove(place(id));
        listeners.forEach(news -> news.forgotten(change, broadcast));
    }

    private void endIfOver(Change change, Broadcast broadcast) {
        boolean isOver = broadcast.status() == Status.SENDING
                && broadcast.spread() == broadcast.recipients()
                && tally.figures(change, broadcast.id()).waiting() == 0;
        if (isOver) put(change, broadcast.is(Status.SENT));
    }

    /// Who has sent somebody a broadcast lately: an answer is for them.
    public Optional<PublicKey> lastSender(Reading reading, PhoneNumber number) {
        return tally.last(reading, number).flatMap(id -> reading.get(place(id))).flatMap(Broadcast::by);
    }

    /// Somebody has texted us: it may be an answer to a broadcast, which counts once.
    public void replied(Change change, PhoneNumber number) {
        tally.replied(change, number);
    }

    /// Somebody has had enough, perhaps because of a broadcast.
    public void optedOut(Change change, PhoneNumber number) {
        tally.optedOut(change, number);
    }

    /// Somebody has opened the link in a text, for the first time.
    public void opened(Change change, String text) {
        means.texts()
                .get(change, text)
                .flatMap(Text::broadcast)
                .ifPresent(id -> tally.count(change, id, figures -> figures.opened(1)));
    }
}
