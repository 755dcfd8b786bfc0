package dev.muster.sms.consent;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.reply.Outcome;
import dev.muster.nostr.crypto.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which number belongs to which key: whoever has a key says so, and shows with a code that the phone is theirs.
public final class PhoneLinks {
    private static final Duration CODES_LAST = Duration.ofMinutes(10);
    private static final Duration LOCKED = Duration.ofDays(1);
    private static final int MOST_TRIES = 5;

    /// So often a day a phone gets a code, and a person has one sent: nobody is to be pestered with codes.
    private static final int CODES_A_DAY = 3;

    private static final int CODES = 1_000_000;

    private static final Shelf<Link> LINKS = new Shelf<>("phone-link", Link.class);
    private static final Shelf<Owner> OWNERS = new Shelf<>("phone-link-of", Owner.class);
    private static final Shelf<Pending> PENDING = new Shelf<>("phone-linking", Pending.class);
    private static final Shelf<Owner> PENDING_OF = new Shelf<>("phone-linking-of", Owner.class);
    private static final Shelf<Codes> SENT = new Shelf<>("phone-codes", Codes.class);

    private final Consents consents;
    private final InstantSource clock;
    private final SecureRandom random;

    /// @param purposes what they want texts for
    record Link(PhoneNumber number, List<String> purposes, Instant at) {}

    private record Owner(PublicKey person) {}

    /// @param wording which words they have agreed to
    private record Pending(
            PhoneNumber number, String code, List<String> purposes, String wording, int tries, Instant since) {}

    private record Codes(int count) {}

    /// What comes of wanting to link a phone.
    public sealed interface Begun {
        /// This is to be texted there.
        record Text(String text) implements Begun {}

        /// It isn't to be.
        record Not(Outcome outcome) implements Begun {}
    }

    public PhoneLinks(Consents consents, InstantSource clock, SecureRandom random) {
        this.consents = consents;
        this.clock = clock;
        this.random = random;
    }

    /// The number of somebody, if they have linked one.
    public Optional<PhoneNumber> number(Reading reading, PublicKey person) {
        return reading.get(LINKS.at(person.hex())).map(Link::number);
    }

    /// Whose number it is, if somebody has linked it.
    public Optional<PublicKey> owner(Reading reading, PhoneNumber number) {
        return reading.get(OWNERS.at(number.e164())).map(Owner::person);
    }

    /// Somebody says that a number is theirs.
    ///
    /// @param wording which words they have agreed to
    public Begun begin(Change change, PublicKey person, PhoneNumber number, List<String> purposes, String wording) {
        Instant now = clock.instant();
        if (isLocked(change, person, now)) return new Begun.Not(locked());
        if (!mayBeSent(change, "to", number.e164()) || !mayBeSent(change, "for", person.hex())) {
            return new Begun.Not(Outcome.refused(
                    "rate",
                    "There were " + CODES_A_DAY + " codes for this phone or for you today. Try again tomorrow."));
        }
        String code = String.format(Locale.ROOT, "%06d", random.nextInt(CODES));
        change.put(PENDING.at(person.hex()), new Pending(number, code, List.copyOf(purposes), wording, 0, now));
        change.put(PENDING_OF.at(number.e164()), new Owner(person));
        return new Begun.Text(
                "Code " + code + ". Reply YES " + code + " to get invitations and calls as texts. STOP to end.");
    }

    private boolean isLocked(Reading reading, PublicKey person, Instant now) {
        return reading.get(PENDING.at(person.hex()))
                .filter(pending -> pending.tries() >= MOST_TRIES)
                .filter(pending -> pending.since().plus(LOCKED).isAfter(now))
                .isPresent();
    }

    private static Outcome locked() {
        return Outcome.refused("locked", "Too many wrong codes. Begin anew tomorrow.");
    }

    private boolean mayBeSent(Change change, String what, String whom) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var place = SENT.at(what, whom, today.toString());
        int sent = change.get(place).map(Codes::count).orElse(0);
        change.put(place, new Codes(sent + 1));
        return sent < CODES_A_DAY;
    }

    /// Somebody says which code their phone was sent.
    public Outcome confirm(Change change, PublicKey person, String code) {
        Instant now = clock.instant();
        if (isLocked(change, person, now)) return locked();
        Pending pending = change.get(PENDING.at(person.hex())).orElse(null);
        if (pending == null || pending.since().plus(CODES_LAST).isBefore(now)) {
            return Outcome.refused("no-code", "There is no code to be confirmed: they last ten minutes. Begin anew.");
        }
        if (!pending.code().equals(code.strip())) {
            Pending wrong = new Pending(
                    pending.number(),
                    pending.code(),
                    pending.purposes(),
                    pending.wording(),
                    pending.tries() + 1,
                    pending.since());
            change.put(PENDING.at(person.hex()), wrong);
            return wrong.tries() >= MOST_TRIES ? locked() : Outcome.refused("wrong-code", "That isn't the code.");
        }
        link(change, person, pending);
        return Outcome.ok("Linked " + pending.number().masked() + ".");
    }

    /// A phone answers with the code that it was sent: whose it is now, if it is that code.
    public Optional<PublicKey> confirm(Change change, PhoneNumber number, String code) {
        Optional<PublicKey> person = change.get(PENDING_OF.at(number.e164())).map(Owner::person);
        return person.filter(it -> change.get(PENDING.at(it.hex()))
                        .filter(pending -> pending.number().equals(number))
                        .isPresent())
                .filter(it -> !confirm(change, it, code).isRefused());
    }

    private void link(Change change, PublicKey person, Pending pending) {
        PhoneNumber number = pending.number();
        Instant now = clock.instant();
        unlink(change, person);
        owner(change, number).ifPresent(before -> change.remove(LINKS.at(before.hex())));
        change.remove(PENDING.at(person.hex()));
        change.remove(PENDING_OF.at(number.e164()));
        change.put(LINKS.at(person.hex()), new Link(number, pending.purposes(), now));
        change.put(OWNERS.at(number.e164()), new Owner(person));
        consents.add(
                change,
                number,
                new Consent(Consent.How.LINK, now, pending.wording(), "", Optional.of(person), Optional.empty()));
    }

    /// They have no number here any more. Says whether they had one.
    public boolean unlink(Change change, PublicKey person) {
        Optional<PhoneNumber> number = number(change, person);
        number.ifPresent(it -> {
            change.remove(LINKS.at(person.hex()));
            change.remove(OWNERS.at(it.e164()));
            consents.add(
                    change,
                    it,
                    new Consent(Consent.How.WITHDRAWN, clock.instant(), "", "", Optional.of(person), Optional.empty()));
        });
        return number.isPresent();
    }
}
