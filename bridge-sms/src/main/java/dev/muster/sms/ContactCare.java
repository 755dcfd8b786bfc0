package dev.muster.sms;

import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operation.Listener;
import dev.muster.kit.control.Operation.Nothing;
import dev.muster.kit.control.Operations;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.number.Numbers;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.number.Reading;
import dev.muster.sms.consent.Consent;
import dev.muster.sms.consent.Consents;
import dev.muster.sms.consent.OptOut;
import dev.muster.sms.consent.OptOuts;
import dev.muster.sms.consent.Purpose;
import dev.muster.sms.consent.Verdict;
import dev.muster.sms.contact.Contact;
import dev.muster.sms.contact.Contacts;
import dev.muster.sms.send.Dispatch;
import dev.muster.sms.send.Draft;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// What an admin on the bridge's machine does about people: lists of them, what they have agreed to, and who wants no
/// texts.
public final class ContactCare {
    public static final Operation<Nothing, OptedOut> OPT_OUTS =
            new Operation<>("optouts", Nothing.class, OptedOut.class);
    public static final Operation<Whose, Done> OPT_OUT = new Operation<>("optout-add", Whose.class, Done.class);
    public static final Operation<Whose, Done> OPT_IN = new Operation<>("optout-remove", Whose.class, Done.class);
    public static final Operation<Import, Imported> IMPORT =
            new Operation<>("contact-import", Import.class, Imported.class);
    public static final Operation<Which, Listing> CONTACTS = new Operation<>("contacts", Which.class, Listing.class);
    public static final Operation<Whose, Agreed> CONSENTS = new Operation<>("consents", Whose.class, Agreed.class);
    public static final Operation<Which, Asked> ASK = new Operation<>("contact-ask", Which.class, Asked.class);

    private static final int IMPORTED_AT_ONCE = 200;

    private final Means means;

    /// What care for people stands on.
    ///
    /// @param question what somebody is texted who is to say whether they want texts
    /// @param region where numbers are from that don't begin with a plus sign
    record Means(
            Ledger ledger,
            Dispatch dispatch,
            Consents consents,
            OptOuts optOuts,
            Contacts contacts,
            String question,
            String region,
            InstantSource clock) {}

    /// Somebody's telephone number, as people write it.
    public record Whose(String number) {
        /// Not the number.
        @Override
        public String toString() {
            return "number";
        }
    }

    /// Whether it made a difference.
    public record Done(boolean isNews) {}

    /// Those who want no texts, and those about whom a human is to decide.
    public record OptedOut(List<OptedOutLine> optedOut, List<String> toBeDecided) {}

    /// Somebody who wants no texts.
    ///
    /// @param at in seconds
    public record OptedOutLine(String number, String source, long at) {}

    /// People to be put on a list.
    ///
    /// @param how they have agreed to get texts: form or verbal; empty if they haven't
    /// @param evidence where the proof is kept
    public record Import(String list, List<Row> rows, String how, String evidence) {}

    /// One of them.
    public record Row(String number, String name, String zone, Map<String, String> values) {}

    /// What came of it.
    ///
    /// @param refused the rows that can't be used, beginning with 1, and why
    public record Imported(int added, int same, Map<Integer, String> refused) {}

    /// How many are being asked whether they want texts.
    ///
    /// @param agreed how many have agreed before
    /// @param before how many were asked before, or want none: nobody is asked twice
    public record Asked(int asked, int agreed, int before) {}

    /// A list; empty for all there are.
    public record Which(String list) {}

    /// Who is on it, or how many are on each.
    public record Listing(List<ContactLine> contacts, Map<String, Integer> lists) {}

    /// Somebody on a list.
    ///
    /// @param verdict yes, or why they get nothing
    public record ContactLine(String number, String name, String zone, String verdict) {}

    /// What somebody has agreed to, the earliest first, and what follows from it.
    public record Agreed(List<ConsentLine> consents, String verdict) {}

    /// That somebody has agreed.
    ///
    /// @param at in seconds
    public record ConsentLine(String how, long at, String text, String evidence, String by) {}

    ContactCare(Means means) {
        this.means = means;
    }

    /// The same, besides others.
    Operations on(Operations operations) {
        return operations
                .with(OPT_OUTS, (_, _) -> optOuts())
                .with(OPT_OUT, (number, _) -> optOut(number))
                .with(OPT_IN, (number, _) -> optIn(number))
                .with(IMPORT, this::enter)
                .with(CONTACTS, (list, _) -> contacts(list))
                .with(ASK, (list, _) -> ask(list))
                .with(CONSENTS, (number, _) -> consents(number));
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

    private OptedOut optOuts() {
        List<OptedOutLine> all = means.optOuts().all(means.ledger()).stream()
                .map(entered -> new OptedOutLine(
                        entered.number().e164(),
                        entered.optOut().source().word(),
                        entered.optOut().at().getEpochSecond()))
                .toList();
        List<String> toBeDecided = means.optOuts().suspected(means.ledger()).stream()
                .map(PhoneNumber::e164)
                .toList();
        return new OptedOut(all, toBeDecided);
    }

    private Done optOut(Whose number) {
        PhoneNumber meant = number(number.number());
        var optOut = new OptOut(OptOut.Source.OPERATOR, means.clock().instant());
        return change(change -> means.optOuts().add(change, meant, optOut));
    }

    private Done optIn(Whose number) {
        PhoneNumber meant = number(number.number());
        return change(change -> means.optOuts().lift(change, meant));
    }

    private Imported enter(Import people, Listener listener) {
        Optional<Consent> consent = consent(people);
        var refused = new TreeMap<Integer, String>();
        int added = 0;
        int same = 0;
        for (int from = 0; from < people.rows().size(); from += IMPORTED_AT_ONCE) {
            int to = Math.min(people.rows().size(), from + IMPORTED_AT_ONCE);
            List<Contact> good = new ArrayList<>();
            for (int i = from; i < to; i++) {
                try {
                    good.add(contact(people.rows().get(i)));
                } catch (IllegalArgumentException e) {
                    refused.put(i + 1, String.valueOf(e.getMessage()));
                }
            }
            int before = added;
            added += means.ledger().change(change -> enter(change, people.list(), good, consent));
            same += good.size() - (added - before);
            listener.progress(to, people.rows().size());
        }
        return new Imported(added, same, refused);
    }

    private Optional<Consent> consent(Import people) {
        return switch (people.how()) {
            case "" -> Optional.empty();
            case "form", "verbal" -> {
                if (people.evidence().isBlank())
                    throw new IllegalArgumentException("evidence: where the proof is kept that they have agreed");
                var how = Consent.How.valueOf(people.how().toUpperCase(Locale.ROOT));
                yield Optional.of(new Consent(
                        how, means.clock().instant(), "", people.evidence(), Optional.empty(), Optional.empty()));
            }
            default -> throw new IllegalArgumentException("how they have agreed: form or verbal");
        };
    }

    private Contact contact(Row row) {
        if (!row.zone().isEmpty()) {
            try {
                var _ = ZoneId.of(row.zone());
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("zone: such as Europe/Prague", e);
            }
        }
        Optional<String> zone = Optional.of(row.zone()).filter(text -> !text.isEmpty());
        return new Contact(number(row.number()), row.name(), zone, row.values());
    }

    private int enter(Change change, String list, List<Contact> people, Optional<Consent> consent) {
        int added = 0;
        for (Contact person : people) {
            if (means.contacts().put(change, list, person)) added++;
            // Whoever is imported twice has agreed once.
            boolean isKnown = means.consents().of(change, person.number()).stream()
                    .anyMatch(known -> consent.filter(it -> it.evidence().equals(known.evidence()))
                            .isPresent());
            if (!isKnown) consent.ifPresent(it -> means.consents().add(change, person.number(), it));
        }
        return added;
    }

    private Listing contacts(Which list) {
        if (list.list().isEmpty())
            return new Listing(List.of(), means.contacts().lists(means.ledger()));
        List<ContactLine> lines = means.contacts().of(means.ledger(), list.list()).stream()
                .map(contact -> new ContactLine(
                        contact.number().e164(), contact.name(), contact.zone().orElse(""), verdict(contact.number())))
                .toList();
        return new Listing(lines, Map.of(list.list(), lines.size()));
    }

    private String verdict(PhoneNumber number) {
        String word = means.consents()
                .verdict(means.ledger(), number, Purpose.MESSAGE)
                .word();
        return word.isEmpty() ? "yes" : word;
    }

    private Asked ask(Which list) {
        List<Contact> people = means.contacts().of(means.ledger(), list.list());
        if (people.isEmpty()) {
            throw new IllegalArgumentException("there is nobody on the list \"" + list.list() + "\"");
        }
        int asked = 0;
        int agreed = 0;
        for (Contact person : people) {
            Verdict verdict = means.consents().verdict(means.ledger(), person.number(), Purpose.MESSAGE);
            if (verdict == Verdict.YES) agreed++;
            else if (verdict == Verdict.NO_CONSENT && means.ledger().change(change -> ask(change, person))) asked++;
        }
        return new Asked(asked, agreed, people.size() - asked - agreed);
    }

    private boolean ask(Change change, Contact person) {
        if (!means.consents().ask(change, person.number(), means.question())) return false;
        Instant until = means.clock().instant().plus(Consents.ANSWERS_COUNT);
        String id = UUID.randomUUID().toString();
        var _ = means.dispatch()
                .submit(change, Draft.of(id, person.number(), means.question(), Purpose.REQUEST, until));
        return true;
    }

    private Agreed consents(Whose number) {
        PhoneNumber meant = number(number.number());
        List<ConsentLine> lines = means.consents().of(means.ledger(), meant).stream()
                .map(consent -> new ConsentLine(
                        consent.how().word(),
                        consent.at().getEpochSecond(),
                        consent.text(),
                        consent.evidence(),
                        consent.by().map(Object::toString).orElse("")))
                .toList();
        return new Agreed(lines, verdict(meant));
    }
}
