package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.outbox.Channel.End;
import dev.muster.kit.post.Post;
import dev.muster.kit.reply.Outcome;
import dev.muster.kit.timer.Timers;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Tag;
import dev.muster.notifier.session.Attendance.Figures;
import dev.muster.notifier.session.Attendance.Stay;
import dev.muster.notifier.session.Deliveries.Delivery;
import dev.muster.notifier.session.Deliveries.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What organizers hear of how it goes: whom the links have reached, who has joined, who was there. Follows every link
/// on its way.
final class Reports implements Post.News {
    static final String BELL = "report";

    private static final Shelf<Told> TOLD = new Shelf<>("report-told", Told.class);

    /// So long what changes is gathered.
    private static final Duration GATHERING = Duration.ofSeconds(3);

    /// So long after a start we wait until every link has arrived or failed.
    private static final Duration WAIT = Duration.ofMinutes(1);

    /// A letter holds about 36 KB (NIP-44, twice); a line about a person takes up to 200 bytes.
    private static final int LINES = 150;

    private final Records records;
    private final Timers timers;
    private final InstantSource clock;

    /// What an organizer was last told.
    ///
    /// @param number how often they were told
    private record Told(int number, int recipients, int reached, int failed, int calls, boolean isFinal) {}

    /// All there is to report.
    ///
    /// @param deliveries one for each person: the way on which their link has come furthest
    /// @param letters by Nostr
    /// @param texts to phones
    /// @param calls to phones
    /// @param phones how those are called who have only a phone
    /// @param lodging what became of the wish for a room
    record Report(
            Session session,
            List<Attendee> attendees,
            List<Delivery> deliveries,
            List<Delivery> letters,
            List<Delivery> texts,
            List<Delivery> calls,
            Map<PublicKey, String> phones,
            Lodging lodging,
            Figures figures) {
        String who(PublicKey person) {
            return phones.getOrDefault(person, person.hex());
        }

        /// How many got their link on a phone.
        int texted() {
            return (int) texts.stream().filter(it -> it.step().isReached()).count();
        }

        /// How many were called.
        int called() {
            return (int) calls.stream().filter(it -> it.step().isReached()).count();
        }

        /// Of how many calls it is known whether they are made.
        int callsAnswered() {
            return (int) calls.stream().filter(it -> it.step() != Step.QUEUED).count();
        }

        boolean lacksBridge() {
            return texts.stream().anyMatch(it -> it.note().equals(Texts.NO_BRIDGE));
        }

        long count(Step... steps) {
            List<Step> wanted = List.of(steps);
            return deliveries.stream().filter(it -> wanted.contains(it.step())).count();
        }

        int reached() {
            return (int) deliveries.stream().filter(it -> it.step().isReached()).count();
        }

        int failed() {
            return (int) deliveries.stream().filter(it -> it.step().hasFailed()).count();
        }

        int joined() {
            return figures.stays().size();
        }
    }

    Reports(Records records, Timers timers, InstantSource clock) {
        this.records = records;
        this.timers = timers;
        this.clock = clock;
    }

    @Override
    public void reached(Change change, String id, String note) {
        follow(change, id, Step.SENT, note);
    }

    @Override
    public void ended(Change change, String id, End end) {
        switch (end) {
            case End.Done(var note) -> follow(change, id, Step.SENT, note);
            case End.Refused(var reason) -> follow(change, id, Step.FAILED, reason);
            case End.Unknown(var reason) -> follow(change, id, Step.FAILED, reason);
            case End.TooLate(var reason) -> follow(change, id, Step.EXPIRED, reason.orElse(""));
        }
    }

    private void follow(Change change, String letter, Step step, String note) {
        LetterId.parse(letter).ifPresent(link -> {
            if (records.deliveries().is(change, link.session(), link.person(), step, note))
                stir(change, link.session());
        });
    }

    /// Something has changed that may be worth telling.
    void stir(Change change, String session) {
        if (timers.due(change, BELL, session).isEmpty())
            timers.set(change, BELL, session, clock.instant().plus(GATHERING));
    }

    /// Tells the organizer, if it is worth it.
    void tell(Change change, Letters letters, String id) {
        Session session = records.book().find(change, id).orElse(null);
        if (session == null) return;
        Report report = of(change, session);
        boolean isWaiting = report.count(Step.QUEUED) > 0
                && session.isLive()
                && session.age(clock.instant()).compareTo(WAIT) < 0;
        if (isWaiting) {
            stir(change, id);
            return;
        }
        Told before = change.get(TOLD.at(id)).orElse(new Told(0, 0, 0, 0, 0, false));
        var now = new Told(
                before.number() + 1,
                report.deliveries().size(),
                report.reached(),
                report.failed(),
                report.callsAnswered(),
                session.status().isOver());
        boolean isSame = before.number() > 0
                && before.recipients() == now.recipients()
                && before.reached() == now.reached()
                && before.failed() == now.failed()
                && before.calls() == now.calls()
                && before.isFinal() == now.isFinal();
        if (isSame) return;
        change.put(TOLD.at(id), now);
        int part = 0;
        for (Outcome letter : letters(report)) {
            letters.about(
                    change,
                    session,
                    "report/" + id + "/" + now.number() + "/" + part++,
                    session.reportsTo(),
                    session.course().startedBy(),
                    letter.text(),
                    letter.tags(),
                    clock.instant().plus(Duration.ofDays(7)));
        }
    }

    Report of(Reading reading, Session session) {
        List<Delivery> letters = records.deliveries().of(reading, session);
        List<Delivery> texts = records.deliveries().texts(reading, session.id());
        Map<PublicKey, Delivery> furthest = new LinkedHashMap<>();
        Stream.concat(letters.stream(), texts.stream())
                .forEach(it -> furthest.merge(it.person(), it, Reports::further));
        return new Report(
                session,
                records.book().attendees(reading, session),
                List.copyOf(furthest.values()),
                letters,
                texts,
                records.deliveries().calls(reading, session.id()),
                phones(reading, session),
                records.lodgings().of(reading, session),
                records.attendance().figures(reading, session, clock.instant()));
    }

    /// Nobody is given up as long as one way is open.
    private static Delivery further(Delivery letter, Delivery text) {
        if (text.step().isReached() && !letter.step().isReached()) return text;
        boolean isTextHope = letter.step().hasFailed() && text.step() == Step.QUEUED;
        return isTextHope ? text : letter;
    }

    /// Two may have the same last digits.
    private Map<PublicKey, String> phones(Reading reading, Session session) {
        Map<PublicKey, String> phones = new HashMap<>();
        Map<String, Integer> alike = new HashMap<>();
        for (PhoneGuest guest : records.book().phoneGuests(reading, session)) {
            int number = alike.merge(guest.shown(), 1, Integer::sum);
            phones.put(guest.standIn(), guest.shown() + (number == 1 ? "" : " (" + number + ")"));
        }
        for (Lodgings.Caller caller : records.lodgings().callers(reading, session)) {
            boolean isApp = caller.shown().codePoints().anyMatch(Character::isLetter);
            String shown = (isApp ? "sip:" : "tel:") + caller.shown();
            int number = alike.merge(shown, 1, Integer::sum);
            phones.put(caller.standIn(), shown + (number == 1 ? "" : " (" + number + ")"));
        }
        return phones;
    }

    private static Tag line(Report report, Delivery delivery, String channel) {
        return Tag.of(
                "delivery",
                report.who(delivery.person()),
                channel,
                delivery.step().word(),
                seconds(delivery.at()),
                delivery.note());
    }

    /// The report as letters: one, unless there are too many people for one.
    List<Outcome> letters(Report report) {
        List<Tag> lines = new ArrayList<>();
        for (Delivery letter : report.letters()) lines.add(line(report, letter, "nip17"));
        for (Delivery text : report.texts()) lines.add(line(report, text, "sms"));
        for (Delivery call : report.calls()) lines.add(line(report, call, "call"));
        for (Stay stay : report.figures().stays()) {
            lines.add(Tag.of(
                    "attendance",
                    report.who(stay.person()),
                    seconds(stay.joined()),
                    stay.left().map(Reports::seconds).orElse(""),
                    Long.toString(stay.length().toSeconds())));
        }
        List<Outcome> letters = new ArrayList<>();
        int parts = Math.max(1, (lines.size() + LINES - 1) / LINES);
        for (int part = 0; part < parts; part++) {
            List<Tag> tags = new ArrayList<>();
            tags.add(Tag.of("t", "report"));
            tags.add(sessionTag(report.session()));
            if (parts > 1) tags.add(Tag.of("part", Integer.toString(part + 1), Integer.toString(parts)));
            if (part == 0)
                counts(report).forEach((name, count) -> tags.add(Tag.of("count", name, Long.toString(count))));
            tags.addAll(lines.subList(part * LINES, Math.min(lines.size(), (part + 1) * LINES)));
            String text = part == 0 ? text(report) : "Report, part " + (part + 1) + " of " + parts;
            letters.add(Outcome.ok(text, tags));
        }
        return letters;
    }

    private static Map<String, Long> counts(Report report) {
        var counts = new TreeMap<String, Long>(
                report.attendees().stream().collect(Collectors.groupingBy(Attendee::word, Collectors.counting())));
        for (String word : List.of("accepted", "tentative", "declined", "waiting", "invited"))
            counts.putIfAbsent(word, 0L);
        counts.put("recipients", (long) report.deliveries().size());
        counts.put("sent", (long) report.reached());
        counts.put("texted", (long) report.texted());
        counts.put("called", (long) report.called());
        counts.put("failed", (long) report.failed());
        counts.put("opened", report.count(Step.OPENED, Step.JOINED));
        counts.put("joined", (long) report.joined());
        counts.put("present", (long) report.figures().present());
        counts.put("peak", (long) report.figures().peak());
        counts.put("average-seconds", report.figures().average().toSeconds());
        return counts;
    }

    private static String text(Report report) {
        Session session = report.session();
        var text = new StringBuilder(
                "Report: " + session.plan().title() + " (" + session.status().word() + ")\n");
        text.append(links(report)).append(' ').append(attendance(report));
        if (report.failed() > 0) {
            text.append("\nNot reached: ")
                    .append(Wording.people(report.failed()))
                    .append("; \"show\" tells who they are.");
        }
        if (!report.calls().isEmpty()) text.append("\n").append(calls(report));
        if (report.lodging().number() > 0)
            text.append("\n").append(report.lodging().note());
        if (report.lacksBridge())
            text.append("\nWho has only a phone got no link: ")
                    .append(Texts.NO_BRIDGE)
                    .append('.');
        return text.toString();
    }

    private static String links(Report report) {
        int all = report.deliveries().size();
        if (all == 0) return "Nobody was to get a link.";
        long queued = report.count(Step.QUEUED);
        return Wording.people(all) + " to get a link: " + report.reached() + " reached"
                + (queued > 0 ? ", " + queued + " on their way" : "")
                + (report.failed() > 0 ? ", " + report.failed() + " failed" : "") + "."
                + (report.texted() > 0 ? " " + report.texted() + " by text." : "");
    }

    private static String calls(Report report) {
        int failed = (int)
                report.calls().stream().filter(it -> it.step().hasFailed()).count();
        int waiting = report.calls().size() - report.callsAnswered();
        boolean isOver = report.session().status().isOver();
        int missed = isOver ? failed + waiting : failed;
        return "Called by telephone: " + Wording.people(report.called())
                + (missed > 0 ? "; " + Wording.people(missed) + " couldn't be called" : "")
                + (waiting > 0 && !isOver ? "; " + Wording.people(waiting) + " not yet" : "") + ".";
    }

    private static String attendance(Report report) {
        Figures figures = report.figures();
        boolean isOver = report.session().status().isOver();
        if (figures.stays().isEmpty()) return isOver ? "Nobody joined." : "Nobody has joined so far.";
        return report.joined() + (isOver ? " joined" : " joined so far") + ", at most " + figures.peak()
                + " at a time, " + Wording.span(figures.average()) + " on average.";
    }

    static Tag sessionTag(Session session) {
        return Tag.of(
                "session",
                session.address().toString(),
                session.address().identifier(),
                session.status().word(),
                seconds(session.plan().starts()),
                seconds(session.plan().ends()),
                session.plan().title());
    }

    private static String seconds(Instant at) {
        return Long.toString(at.getEpochSecond());
    }

    void forget(Change change, Session session) {
        change.remove(TOLD.at(session.id()));
    }
}
