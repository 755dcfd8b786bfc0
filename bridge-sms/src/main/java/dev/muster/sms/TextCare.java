package dev.muster.sms;

import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operation.Nothing;
import dev.muster.kit.control.Operations;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.number.Numbers;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.number.Reading;
import dev.muster.sms.broadcast.Broadcast;
import dev.muster.sms.broadcast.Broadcasts;
import dev.muster.sms.broadcast.Broadcasts.Standing;
import dev.muster.sms.broadcast.Estimate;
import dev.muster.sms.broadcast.Figures;
import dev.muster.sms.broadcast.Order;
import dev.muster.sms.consent.Purpose;
import dev.muster.sms.contact.Contacts;
import dev.muster.sms.send.Dispatch;
import dev.muster.sms.send.Draft;
import dev.muster.sms.send.Lines;
import dev.muster.sms.send.Text;
import dev.muster.sms.send.Texts;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// What an admin on the bridge's machine sends: broadcasts, and single texts.
public final class TextCare {
    public static final Operation<Ordered, Sending> BROADCAST =
            new Operation<>("broadcast", Ordered.class, Sending.class);
    public static final Operation<Ordered, Estimated> ESTIMATE =
            new Operation<>("broadcast-estimate", Ordered.class, Estimated.class);
    public static final Operation<Named, Sending> STATUS =
            new Operation<>("broadcast-status", Named.class, Sending.class);
    public static final Operation<Nothing, Sendings> BROADCASTS =
            new Operation<>("broadcasts", Nothing.class, Sendings.class);
    public static final Operation<Named, Done> CANCEL = new Operation<>("broadcast-cancel", Named.class, Done.class);
    public static final Operation<Named, Done> CONFIRM = new Operation<>("broadcast-confirm", Named.class, Done.class);
    public static final Operation<One, Fate> SEND = new Operation<>("text", One.class, Fate.class);
    public static final Operation<One, Fate> TRY = new Operation<>("text-try", One.class, Fate.class);
    public static final Operation<Nothing, Ways> WAYS = new Operation<>("carriers", Nothing.class, Ways.class);
    public static final Operation<Named, Fate> FATE = new Operation<>("text-fate", Named.class, Fate.class);

    private final Means means;

    /// What sending stands on.
    ///
    /// @param url where the bridge's pages are
    /// @param region where numbers are from that don't begin with a plus sign
    record Means(
            Ledger ledger,
            Texts texts,
            Dispatch dispatch,
            Contacts contacts,
            Broadcasts broadcasts,
            Lines lines,
            URI url,
            String region,
            InstantSource clock) {}

    /// Something that has a name.
    public record Named(String id) {}

    /// Whether it made a difference.
    public record Done(boolean isNews) {}

    /// A broadcast to be sent.
    ///
    /// @param at in seconds; 0 is now
    /// @param validity for how many seconds each text is of use
    /// @param every after how many seconds it goes again; 0 is once
    public record Ordered(
            String title, String text, String list, long at, long validity, long every, boolean isEmergency) {}

    /// What a broadcast would be if it went now.
    ///
    /// @param texts how many people would get it
    /// @param refused why others wouldn't, and how many
    /// @param longest of how many segments the longest text is
    /// @param cost in millionths
    /// @param ceiling what it may cost, in millionths; 0 is any amount
    /// @param dear characters that make a segment hold 70 of them rather than 160
    public record Estimated(
            int recipients,
            int texts,
            Map<String, Integer> refused,
            int segments,
            int longest,
            long cost,
            long ceiling,
            List<String> dear) {}

    /// How a broadcast fares.
    public record Sending(
            String id,
            String title,
            String status,
            long at,
            int total,
            int waiting,
            Map<String, Integer> states,
            Map<String, Integer> reasons,
            int opened,
            int replied,
            int optedOut,
            long segments,
            long spent) {}

    /// All of them.
    public record Sendings(List<Sending> broadcasts) {}

    /// One text to one person.
    ///
    /// @param validity for how many seconds it is of use
    public record One(String number, String text, long validity) {
        /// Neither what it says, nor to whom.
        @Override
        public String toString() {
            return "text";
        }
    }

    /// How texts go out, and how people and carriers reach the bridge.
    public record Ways(List<Way> ways, String url) {}

    /// A carrier.
    ///
    /// @param trouble what keeps it from carrying anything at the moment; empty if nothing does
    public record Way(String carrier, List<String> senders, List<String> prefixes, String trouble) {}

    /// What has become of a text.
    public record Fate(String id, String state, String reason, int segments) {}

    TextCare(Means means) {
        this.means = means;
    }

    /// The same, besides others.
    Operations on(Operations operations) {
        return operations
                .with(BROADCAST, (ordered, _) -> order(ordered))
                .with(ESTIMATE, (ordered, _) -> estimate(ordered))
                .with(STATUS, (named, _) -> status(named))
                .with(BROADCASTS, (_, _) -> broadcasts())
                .with(CANCEL, (named, _) -> change(change -> means.broadcasts().cancel(change, named.id())))
                .with(
                        CONFIRM,
                        (named, _) ->
                                change(change -> means.broadcasts().confirm(change, named.id(), Optional.empty())))
                .with(SEND, (one, _) -> send(draft(one, Purpose.MESSAGE)))
                // Whoever tries it out holds that phone.
                .with(TRY, (one, _) -> send(draft(one, Purpose.REQUEST).awaited()))
                .with(WAYS, (_, _) -> ways())
                .with(FATE, (named, _) -> fate(named));
    }

    private interface Deed {
        boolean isNews(Change change);
    }

    private Done change(Deed deed) {
        return means.ledger().change(change -> new Done(deed.isNews(change)));
    }

    private PhoneNumber number(String text) {
        return switch (Numbers.read(text, means.region())) {
            case Reading.Good(var number) -> number;
            case Reading.Refused(var _, var why) -> throw new IllegalArgumentException(why);
        };
    }

    private Order read(Ordered ordered) {
        if (means.contacts().of(means.ledger(), ordered.list()).isEmpty()) {
            throw new IllegalArgumentException("there is nobody on the list \"" + ordered.list() + "\"");
        }
        return new Order(
                UUID.randomUUID().toString(),
                Optional.empty(),
                ordered.title(),
                ordered.text(),
                Optional.of(ordered.list()),
                List.of(),
                ordered.isEmergency(),
                ordered.at() == 0 ? means.clock().instant() : Instant.ofEpochSecond(ordered.at()),
                Duration.ofSeconds(ordered.validity()),
                ordered.every() == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(ordered.every())));
    }

    private Sending order(Ordered ordered) {
        Order order = read(ordered);
        Broadcast broadcast = means.ledger().change(change -> means.broadcasts().order(change, order));
        return status(new Named(broadcast.id()));
    }

    private Estimated estimate(Ordered ordered) {
        Estimate estimate = means.broadcasts().estimate(means.ledger(), read(ordered));
        return new Estimated(
                estimate.recipients(),
                estimate.texts(),
                new TreeMap<>(estimate.refused()),
                estimate.segments(),
                estimate.longest(),
                estimate.cost(),
                estimate.ceiling(),
                estimate.dear().stream().sorted().toList());
    }

    private Sending status(Named named) {
        return means.broadcasts()
                .get(means.ledger(), named.id())
                .map(TextCare::sending)
                .orElseThrow(() -> new IllegalArgumentException("there is no broadcast of that id"));
    }

    private Sendings broadcasts() {
        return new Sendings(means.broadcasts().all(means.ledger()).stream()
                .map(TextCare::sending)
                .toList());
    }

    private static Sending sending(Standing standing) {
        Broadcast broadcast = standing.broadcast();
        Figures figures = standing.figures();
        Map<String, Integer> states = new TreeMap<>();
        figures.states().forEach((state, count) -> states.put(state.word(), count));
        return new Sending(
                broadcast.id(),
                broadcast.title(),
                broadcast.status().word(),
                broadcast.at().getEpochSecond(),
                figures.total(),
                figures.waiting(),
                states,
                new TreeMap<>(figures.reasons()),
                figures.opened(),
                figures.replied(),
                figures.optedOut(),
                figures.segments(),
                figures.spent());
    }

    private Draft draft(One one, Purpose purpose) {
        PhoneNumber to = number(one.number());
        Instant until = means.clock().instant().plusSeconds(one.validity());
        return Draft.of(UUID.randomUUID().toString(), to, one.text(), purpose, until);
    }

    private Fate send(Draft draft) {
        Text text = means.ledger().change(change -> means.dispatch().submit(change, draft));
        return fate(text);
    }

    private Ways ways() {
        List<Way> ways = means.lines().all().stream()
                .map(line -> new Way(
                        line.name(),
                        line.config().senders(),
                        line.config().prefixes(),
                        line.carrier().trouble().orElse("")))
                .toList();
        return new Ways(ways, means.url().toString());
    }

    private Fate fate(Named named) {
        return means.texts()
                .get(means.ledger(), named.id())
                .map(TextCare::fate)
                .orElseThrow(() -> new IllegalArgumentException("there is no text of that id"));
    }

    private static Fate fate(Text text) {
        return new Fate(
                text.id(), text.state().word(), text.reason(), text.freight().segments());
    }
}
