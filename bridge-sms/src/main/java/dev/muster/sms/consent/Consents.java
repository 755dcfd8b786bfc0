package dev.muster.sms.consent;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.number.PhoneNumber;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What people have agreed to, and whether they may be texted.
public final class Consents {
    /// Whoever has written to us may be answered that long.
    private static final Duration CONVERSATIONS_LAST = Duration.ofDays(30);

    /// Whoever doesn't answer in that time didn't agree.
    public static final Duration ANSWERS_COUNT = Duration.ofDays(3);

    private static final Shelf<Consent> CONSENTS = new Shelf<>("consent", Consent.class);
    private static final Shelf<Wrote> WROTE = new Shelf<>("has-written", Wrote.class);
    private static final Shelf<Asked> ASKED = new Shelf<>("consent-asked", Asked.class);

    private final OptOuts optOuts;
    private final InstantSource clock;

    private record Wrote(Instant at) {}

    /// @param text what they were asked
    private record Asked(Instant at, String text) {}

    public Consents(OptOuts optOuts, InstantSource clock) {
        this.optOuts = optOuts;
        this.clock = clock;
    }

    /// Enters it, after all that was entered before.
    public void add(Change change, PhoneNumber number, Consent consent) {
        int before = change.under(CONSENTS.at(number.e164())).size();
        change.put(CONSENTS.at(number.e164(), String.format(Locale.ROOT, "%08d", before)), consent);
    }

    /// Everything that is known, the earliest first.
    public List<Consent> of(Reading reading, PhoneNumber number) {
        return reading.under(CONSENTS.at(number.e164())).stream()
                .sorted(Comparator.comparing(Entry::name))
                .map(Entry::value)
                .toList();
    }

    private boolean hasAgreed(Reading reading, PhoneNumber number) {
        List<Consent> all = of(reading, number);
        return !all.isEmpty() && all.getLast().how() != Consent.How.WITHDRAWN;
    }

    /// They have texted us.
    public void wrote(Change change, PhoneNumber number) {
        change.put(WROTE.at(number.e164()), new Wrote(clock.instant()));
    }

    /// Whether they may be asked if they want texts, and from now on they were. Nobody is asked twice.
    public boolean ask(Change change, PhoneNumber number, String text) {
        if (change.has(ASKED.at(number.e164()))) return false;
        change.put(ASKED.at(number.e164()), new Asked(clock.instant(), text));
        return true;
    }

    /// They have said YES: whether that answers something that they were asked.
    public boolean agree(Change change, PhoneNumber number) {
        Asked asked = change.get(ASKED.at(number.e164())).orElse(null);
        Instant now = clock.instant();
        if (asked == null || asked.at().plus(ANSWERS_COUNT).isBefore(now) || hasAgreed(change, number)) return false;
        add(change, number, new Consent(Consent.How.SMS, now, asked.text(), "", Optional.empty(), Optional.empty()));
        return true;
    }

    /// Whether somebody may be texted now.
    public Verdict verdict(Reading reading, PhoneNumber number, Purpose purpose) {
        if (purpose == Purpose.CONFIRMATION) return Verdict.YES;
        if (optOuts.of(reading, number).isPresent()) return Verdict.OPTED_OUT;
        boolean isAllowed = switch (purpose) {
            case REQUEST, CONFIRMATION -> true;
            case CONVERSATION -> hasAgreed(reading, number) || hasWritten(reading, number);
            case MESSAGE -> hasAgreed(reading, number);
        };
        if (!isAllowed) return Verdict.NO_CONSENT;
        // Whoever reads what they have said is the human who is to decide, so a conversation goes on.
        boolean isHeld = purpose != Purpose.CONVERSATION && optOuts.isSuspected(reading, number);
        return isHeld ? Verdict.PERHAPS_OPTED_OUT : Verdict.YES;
    }

    private boolean hasWritten(Reading reading, PhoneNumber number) {
        return reading.get(WROTE.at(number.e164()))
                .filter(wrote -> wrote.at().plus(CONVERSATIONS_LAST).isAfter(clock.instant()))
                .isPresent();
    }
}
