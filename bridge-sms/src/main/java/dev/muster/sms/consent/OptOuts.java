package dev.muster.sms.consent;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.number.PhoneNumber;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who wants no texts, on no channel and from no number of ours.
public final class OptOuts {
    private static final Shelf<OptOut> OPT_OUTS = new Shelf<>("opt-out", OptOut.class);
    private static final Shelf<Perhaps> PERHAPS = new Shelf<>("opt-out-perhaps", Perhaps.class);

    private record Perhaps(Instant at) {}

    /// Somebody and their opting out.
    public record Entered(PhoneNumber number, OptOut optOut) {}

    /// Says whether that is news: whoever says STOP three times is told once that there will be no more.
    public boolean add(Change change, PhoneNumber number, OptOut optOut) {
        change.remove(PERHAPS.at(number.e164()));
        if (change.has(OPT_OUTS.at(number.e164()))) return false;
        change.put(OPT_OUTS.at(number.e164()), optOut);
        return true;
    }

    /// They may be texted again, if they had agreed to it before. Says whether that is news.
    public boolean lift(Change change, PhoneNumber number) {
        boolean isNews = change.has(OPT_OUTS.at(number.e164())) || change.has(PERHAPS.at(number.e164()));
        change.remove(OPT_OUTS.at(number.e164()));
        change.remove(PERHAPS.at(number.e164()));
        return isNews;
    }

    /// They have said what may mean it. Until a human has decided, they are not texted; says whether that is news.
    public boolean suspect(Change change, PhoneNumber number, Instant now) {
        if (change.has(OPT_OUTS.at(number.e164())) || change.has(PERHAPS.at(number.e164()))) return false;
        change.put(PERHAPS.at(number.e164()), new Perhaps(now));
        return true;
    }

    /// A human has decided that they didn't mean it. Says whether there was something to decide.
    public boolean clear(Change change, PhoneNumber number) {
        boolean was = isSuspected(change, number);
        change.remove(PERHAPS.at(number.e164()));
        return was;
    }

    public Optional<OptOut> of(Reading reading, PhoneNumber number) {
        return reading.get(OPT_OUTS.at(number.e164()));
    }

    boolean isSuspected(Reading reading, PhoneNumber number) {
        return reading.has(PERHAPS.at(number.e164()));
    }

    public List<Entered> all(Reading reading) {
        return reading.under(OPT_OUTS.at()).stream()
                .map(entry -> new Entered(number(entry), entry.value()))
                .toList();
    }

    /// Those who are waiting for a human to decide.
    public List<PhoneNumber> suspected(Reading reading) {
        return reading.under(PERHAPS.at()).stream().map(OptOuts::number).toList();
    }

    private static PhoneNumber number(Entry<?> entry) {
        return new PhoneNumber(entry.name());
    }
}
