package dev.muster.sms;

import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operation.Listener;
import dev.muster.kit.control.Operation.Nothing;
import dev.muster.kit.control.Operations;
import dev.muster.kit.ledger.Ledger;
import dev.muster.sms.consent.Consent;
import dev.muster.sms.consent.Consents;
import dev.muster.sms.consent.OptOut;
import dev.muster.sms.consent.OptOuts;
import dev.muster.sms.contact.Contact;
import dev.muster.sms.contact.Contacts;
import dev.muster.sms.contact.Import;
import dev.muster.sms.contact.Import.Taken;
import dev.muster.sms.contact.Sheet;
import dev.muster.sms.number.Numbers;
import dev.muster.sms.number.PhoneNumber;
import dev.muster.sms.number.Reading;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an admin on the bot's machine does with people's numbers: who wants no texts, who has agreed to them, and who
/// is
/// on which list.
public final class PhoneCare {
    public static final Operation<Nothing, OptedOut> OPT_OUTS =
            new Operation<>("opt-outs", Nothing.class, OptedOut.class);
    public static final Operation<Whose, Done> OPT_OUT = new Operation<>("opt-out", Whose.class, Done.class);
    public static final Operation<Whose, Done> OPT_IN = new Operation<>("opt-in", Whose.class, Done.class);
    public static final Operation<File, Imported> IMPORT =
            new Operation<>("contact-import", File.class, Imported.class);
    public static final Operation<Which, Listing> CONTACTS = new Operation<>("contacts", Which.class, Listing.class);
    public static final Operation<Whose, Agreed> CONSENTS = new Operation<>("consents", Whose.class, Agreed.class);
    public static final Operation<Word, Done> CONSENT = new Operation<>("consent", Word.class, Done.class);

    private static final int ROWS_AT_ONCE = 250;

    private final Ledger ledger;
    private final String region;
    private final OptOuts optOuts = new OptOuts();
    private final Contacts contacts = new Contacts();
    private final Consents consents;
    private final InstantSource clock;

    /// Whose number is meant.
    public record Whose(String number) {
        /// Not the number.
        @Override
        public String toString() {
            return "somebody";
        }
    }

    /// Whether it made a difference.
    public record Done(boolean isNews) {}

    /// Who wants no texts.
    ///
    /// @param perhaps those who have said something that may mean it, for a human to decide
    public record OptedOut(List<Line> all, List<String> perhaps) {}

    /// Somebody who wants no texts.
    ///
    /// @param how how we know: keyword, carrier or operator
    /// @param at since when, in seconds
    public record Line(String number, String how, long at) {}

    /// People who are to be on a list.
    ///
    /// @param sheet a table as spreadsheets save it
    public record File(String list, String sheet) {
        /// Not who.
        @Override
        public String toString() {
            return "a sheet";
        }
    }

    /// What came of a file.
    ///
    /// @param agreed how many of those on the list have agreed to be texted
    /// @param refused lines that nobody can be texted by
    public record Imported(int taken, int agreed, List<Bad> refused) {}

    /// A line that can't be used.
    public record Bad(int line, String reason) {}

    /// Which list is meant.
    ///
    /// @param list empty for the names of all
    public record Which(String list) {}

    /// Lists, and who is on one of them.
    ///
    /// @param lists the lists that there are, and how many are on each
    /// @param people who is on the one that was asked for
    public record Listing(List<Size> lists, List<Person> people) {}

    /// How many are on a list.
    public record Size(String list, int people) {}

    /// Somebody on a list.
    ///
    /// @param state whether they may be texted: agreed, no_consent or opt_out
    public record Person(String number, String name, String state) {}

    /// What somebody has agreed to, the earliest first.
    ///
    /// @param isOptedOut whether they want no texts, whatever they have agreed to
    public record Agreed(List<Statement> all, boolean isOptedOut) {}

    /// That somebody has agreed, or has taken it back.
    ///
    /// @param how sms, link, form, verbal or withdrawn
    /// @param at when, in seconds
    public record Statement(String how, long at, String text, String evidence) {}

    /// What an admin says that somebody has agreed to.
    ///
    /// @param how form, verbal or withdrawn
    /// @param evidence where the proof is kept
    public record Word(String number, String how, String text, String evidence) {
        /// Not whose.
        @Override
        public String toString() {
            return "a word about somebody";
        }
    }

    /// With data that a bot has open, or a command while the bot is stopped.
    ///
    /// @param region where numbers without a plus sign are from
    public PhoneCare(Ledger ledger, String region, InstantSource clock) {
        this.ledger = ledger;
        this.region = region;
        this.clock = clock;
        this.consents = new Consents(optOuts, clock);
    }

    public Operations operations() {
        return on(new Operations());
    }

    /// The same, besides others.
    public Operations on(Operations operations) {
        return operations
                .with(OPT_OUTS, (_, _) -> optOuts())
                .with(OPT_OUT, (whose, _) -> optOut(whose))
                .with(OPT_IN, (whose, _) -> optIn(whose))
                .with(IMPORT, this::take)
                .with(CONTACTS, (which, _) -> contacts(which))
                .with(CONSENTS, (whose, _) -> consents(whose))
                .with(CONSENT, (word, _) -> consent(word));
    }

    private PhoneNumber number(String text) {
        return switch (Numbers.read(text, region)) {
            case Reading.Good good -> good.number();
            case Reading.Refused refused -> throw new IllegalArgumentException(refused.text());
        };
    }

    private OptedOut optOuts() {
        List<Line> all = optOuts.all(ledger).stream()
                .map(one -> new Line(
                        one.number().e164(),
                        one.optOut().source().word(),
                        one.optOut().at().getEpochSecond()))
                .toList();
        return new OptedOut(
                all, optOuts.suspected(ledger).stream().map(PhoneNumber::e164).toList());
    }

    private Done optOut(Whose whose) {
        PhoneNumber number = number(whose.number());
        var optOut = new OptOut(OptOut.Source.OPERATOR, clock.instant());
        return new Done(ledger.change(change -> optOuts.add(change, number, optOut)));
    }

    private Done optIn(Whose whose) {
        PhoneNumber number = number(whose.number());
        return new Done(ledger.change(change -> optOuts.lift(change, number)));
    }

    private Imported take(File file, Listener listener) {
        if (!file.list().matches("[\\p{L}\\p{N} ._-]{1,80}"))
            throw new IllegalArgumentException("a list has a name of letters, digits, spaces, dots and hyphens");
        List<Sheet.Row> rows = Sheet.read(file.sheet()).rows();
        var office = new Import(contacts, consents, region, clock);
        List<Taken> all = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
            List<Sheet.Row> some = rows.subList(from, Math.min(rows.size(), from + ROWS_AT_ONCE));
            all.addAll(ledger.change(change -> some.stream()
                    .map(row -> office.take(change, file.list(), row, Optional.empty()))
                    .toList()));
            listener.progress(all.size(), rows.size());
        }
        return imported(all);
    }

    private static Imported imported(List<Taken> all) {
        List<Bad> refused = new ArrayList<>();
        int agreed = 0;
        for (Taken taken : all) {
            switch (taken) {
                case Taken.On on -> agreed += on.hasAgreed() ? 1 : 0;
                case Taken.Not(var line, var reason) -> refused.add(new Bad(line, reason));
            }
        }
        return new Imported(all.size() - refused.size(), agreed, refused);
    }

    private Listing contacts(Which which) {
        List<Size> lists = contacts.lists(ledger).entrySet().stream()
                .map(list -> new Size(list.getKey(), list.getValue()))
                .toList();
        if (which.list().isEmpty()) return new Listing(lists, List.of());
        return new Listing(
                lists,
                contacts.of(ledger, which.list()).stream().map(this::person).toList());
    }

    private Person person(Contact contact) {
        boolean isOptedOut = optOuts.of(ledger, contact.number()).isPresent();
        String state = isOptedOut ? "opt_out" : hasAgreed(contact.number()) ? "agreed" : "no_consent";
        return new Person(contact.number().e164(), contact.name(), state);
    }

    private boolean hasAgreed(PhoneNumber number) {
        List<Consent> known = consents.of(ledger, number);
        return !known.isEmpty() && known.getLast().how() != Consent.How.WITHDRAWN;
    }

    private Agreed consents(Whose whose) {
        PhoneNumber number = number(whose.number());
        List<Statement> all = consents.of(ledger, number).stream()
                .map(one -> new Statement(one.how().word(), one.at().getEpochSecond(), one.text(), one.evidence()))
                .toList();
        return new Agreed(all, optOuts.of(ledger, number).isPresent());
    }

    private Done consent(Word word) {
        PhoneNumber number = number(word.number());
        Consent.How how = switch (word.how()) {
            case "form" -> Consent.How.FORM;
            case "verbal" -> Consent.How.VERBAL;
            case "withdrawn" -> Consent.How.WITHDRAWN;
            default -> throw new IllegalArgumentException("form, verbal or withdrawn");
        };
        if (how == Consent.How.WITHDRAWN && !hasAgreed(number)) return new Done(false);
        Instant now = clock.instant();
        var consent = new Consent(how, now, word.text(), word.evidence(), Optional.empty(), Optional.empty());
        ledger.alter(change -> consents.add(change, number, consent));
        return new Done(true);
    }
}
