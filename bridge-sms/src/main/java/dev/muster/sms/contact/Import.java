package dev.muster.sms.contact;

import dev.muster.kit.ledger.Change;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.sms.consent.Consent;
import dev.muster.sms.consent.Consents;
import dev.muster.sms.number.Numbers;
import dev.muster.sms.number.PhoneNumber;
import dev.muster.sms.number.Reading.Good;
import dev.muster.sms.number.Reading.Refused;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Takes people on a list from a [Sheet]. Nobody is texted for that they stand there: what they have agreed to is
/// in columns of its own (`consent`, `consent_at`, `consent_ref`, `consent_text`).
public final class Import {
    private static final Set<String> OURS =
            Set.of("number", "name", "zone", "consent", "consent_at", "consent_ref", "consent_text");

    private final Contacts contacts;
    private final Consents consents;
    private final String region;
    private final InstantSource clock;

    /// What became of one line.
    public sealed interface Taken {
        /// They are on the list.
        ///
        /// @param hasAgreed whether they may be texted, for all that is known
        record On(PhoneNumber number, boolean hasAgreed) implements Taken {}

        /// Nobody can be texted by this line.
        record Not(int line, String reason) implements Taken {}
    }

    /// @param region where numbers without a plus sign are from
    public Import(Contacts contacts, Consents consents, String region, InstantSource clock) {
        this.contacts = contacts;
        this.consents = consents;
        this.region = region;
        this.clock = clock;
    }

    /// Takes one line.
    ///
    /// @param by who says that this is so; empty for whoever sits at the machine itself
    public Taken take(Change change, String list, Sheet.Row row, Optional<PublicKey> by) {
        return switch (Numbers.read(row.get("number"), region)) {
            case Refused refused -> new Taken.Not(row.line(), refused.text());
            case Good good -> take(change, list, row, good.number(), by);
        };
    }

    private Taken take(Change change, String list, Sheet.Row row, PhoneNumber number, Optional<PublicKey> by) {
        Optional<Consent> consent;
        Optional<String> zone;
        try {
            consent = consent(row, by);
            zone = zone(row.get("zone"));
        } catch (IllegalArgumentException e) {
            return new Taken.Not(row.line(), String.valueOf(e.getMessage()));
        }
        contacts.put(change, list, new Contact(number, row.get("name"), zone, more(row)));
        consent.filter(fresh -> isNews(consents.of(change, number), fresh))
                .ifPresent(fresh -> consents.add(change, number, fresh));
        List<Consent> known = consents.of(change, number);
        return new Taken.On(number, !known.isEmpty() && known.getLast().how() != Consent.How.WITHDRAWN);
    }

    /// A list that is imported again is no new consent: whoever has withdrawn since then stays withdrawn.
    private static boolean isNews(List<Consent> known, Consent fresh) {
        return known.isEmpty() || fresh.at().isAfter(known.getLast().at());
    }

    private Optional<Consent> consent(Sheet.Row row, Optional<PublicKey> by) {
        if (row.get("consent").isEmpty()) return Optional.empty();
        Consent.How how = switch (row.get("consent")) {
            case "form" -> Consent.How.FORM;
            case "verbal" -> Consent.How.VERBAL;
            default -> throw new IllegalArgumentException("consent: form or verbal");
        };
        Instant at = day(row.get("consent_at"));
        if (at.isAfter(clock.instant())) throw new IllegalArgumentException("consent_at: a day that has been");
        return Optional.of(new Consent(how, at, row.get("consent_text"), row.get("consent_ref"), by, Optional.empty()));
    }

    private static Instant day(String text) {
        try {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("consent_at: the day when they agreed, such as 2026-05-31", e);
        }
    }

    private static Optional<String> zone(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(ZoneId.of(text).getId());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("zone: such as America/Chicago", e);
        }
    }

    private static Map<String, String> more(Sheet.Row row) {
        return row.values().entrySet().stream()
                .filter(value -> !OURS.contains(value.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
