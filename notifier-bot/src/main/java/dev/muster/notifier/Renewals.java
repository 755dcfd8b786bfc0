package dev.muster.notifier;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.reply.Replies;
import dev.muster.kit.roles.Role;
import dev.muster.kit.roles.Roles;
import dev.muster.kit.timer.Timers;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Tag;
import dev.muster.notifier.push.apns.Credential;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// Writes to the admins before a certificate expires, and when it has: at each threshold once, whoever was away then.
final class Renewals {
    private static final String BELL = "renewals";
    private static final String ALL = "all";
    private static final Duration LOOK = Duration.ofHours(1);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);

    private static final Shelf<Told> TOLD = new Shelf<>("renewal-told", Told.class);

    private final Timers timers;
    private final Supplier<List<Credential>> credentials;
    private final Roles roles;
    private final Replies replies;
    private final InstantSource clock;

    /// @param until of the certificate that was in the file then: of another one nothing has been told
    private record Told(Instant until, int days) {}

    /// Has its alarm rung by these timers, which are to be started afterwards.
    Renewals(Timers timers, Supplier<List<Credential>> credentials, Roles roles, Replies replies, InstantSource clock) {
        this.timers = timers.with(BELL, (change, _) -> look(change));
        this.credentials = credentials;
        this.roles = roles;
        this.replies = replies;
        this.clock = clock;
    }

    /// Looks at once, and every hour from then on.
    void start(Ledger ledger) {
        ledger.alter(change -> timers.set(change, BELL, ALL, clock.instant()));
    }

    private void look(Change change) {
        Instant now = clock.instant();
        for (Credential credential : credentials.get())
            credential.until().ifPresent(until -> remind(change, credential, until, now));
        timers.set(change, BELL, ALL, now.plus(LOOK));
    }

    private void remind(Change change, Credential credential, Instant until, Instant now) {
        int days = until.isAfter(now) ? credential.reminder(now).orElse(Integer.MAX_VALUE) : 0;
        if (days == Integer.MAX_VALUE) return;
        Place<Told> place = TOLD.at(credential.file());
        boolean isTold = change.get(place)
                .filter(told -> told.until().equals(until) && told.days() <= days)
                .isPresent();
        if (isTold) return;
        change.put(place, new Told(until, days));
        for (PublicKey admin : roles.all(change, Role.ADMIN))
            replies.tell(
                    change,
                    "renewal/" + credential.file() + "/" + until.getEpochSecond() + "/" + days + "/" + admin.hex(),
                    admin,
                    text(credential, until, now),
                    Tag.of("t", "certificate-expires"),
                    Tag.of("expires", Long.toString(until.getEpochSecond())));
    }

    private static String text(Credential credential, Instant until, Instant now) {
        String certificate = "The certificate in " + credential.file() + " (" + credential.subject() + ")";
        String day = DAY.format(until.atZone(ZoneOffset.UTC));
        long left = Duration.between(now, until).toDays();
        String when = until.isAfter(now)
                ? " expires on " + day
                        + (left == 0 ? ", today." : left == 1 ? ", in 1 day." : ", in " + left + " days.")
                : " has expired on " + day + ".";
        return certificate + when
                + " Without it I can't ring the iPhones that it serves. Have Apple issue a new one and"
                + " put it in the old one's place: I take it from there within a minute. muster push check says whether"
                + " it is good.";
    }
}
