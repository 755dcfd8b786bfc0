package dev.muster.notifier;

import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.client.Incoming.EndOfStored;
import dev.muster.nostr.client.Incoming.Ended;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.client.Relays;
import dev.muster.nostr.client.Subscription;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.notifier.device.Devices;
import dev.muster.notifier.session.Sessions;
import dev.muster.notifier.session.Sessions.Watched;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears what everybody can read: what is said about sessions, by announcements that name the bot or come from
/// those who may announce, and by answers; and whom people follow and have muted who have devices.
final class Noticeboard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Noticeboard.class);

    /// How soon what is watched follows a new session.
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Duration RETRY = Duration.ofSeconds(10);

    /// So far its clients ask for what they have missed.
    private static final Duration BUILDIT_LOOKS_BACK = Duration.ofDays(30);

    /// As many as most relays send at once.
    private static final int MOST_ANSWERS = 5000;

    private static final Filter LISTS = Filter.ALL.kinds(Kind.CONTACTS, Kind.MUTE_LIST);

    private final PublicKey self;
    private final Sessions sessions;
    private final Devices devices;
    private final Relays relays;
    private final Organizers organizers;
    private final InstantSource clock;
    private final Thread thread;

    /// Those whose public announcements count, also when they don't name the bot.
    interface Organizers {
        Set<PublicKey> now();
    }

    Noticeboard(
            PublicKey self,
            Sessions sessions,
            Devices devices,
            List<RelayClient> relays,
            Organizers organizers,
            InstantSource clock) {
        this.self = self;
        this.sessions = sessions;
        this.devices = devices;
        this.relays = new Relays(relays);
        this.organizers = organizers;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("noticeboard").start(this::watch);
    }

    /// @param owners whose lists of people are of interest
    private record Interest(Watched sessions, Set<PublicKey> organizers, Set<PublicKey> owners) {}

    private Interest interest() {
        return new Interest(sessions.watched(), organizers.now(), devices.owners());
    }

    private void watch() {
        try {
            while (true) {
                Interest interest = interest();
                try (Subscription news = relays.subscribe(filters(interest))) {
                    hear(news, interest);
                } catch (RuntimeException e) {
                    LOG.error("listening to public events fails, and is tried again", e);
                    Thread.sleep(RETRY);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer listening to public events");
        }
    }

    private List<Filter> filters(Interest interest) {
        List<Filter> filters = new ArrayList<>();
        Filter announcements =
                Filter.ALL.kinds(Kind.DATE_EVENT, Kind.TIME_EVENT, Kind.MEETING_SPACE, Kind.MEETING_SESSION);
        filters.add(announcements.tagged('p', List.of(self.hex())));
        if (!interest.organizers().isEmpty()) filters.add(announcements.authors(interest.organizers()));
        Watched watched = interest.sessions();
        if (!watched.hosts().isEmpty()) {
            filters.add(Filter.ALL.kinds(Kind.PROFILE).authors(watched.hosts()));
            filters.add(announcements.authors(watched.hosts()));
        }
        if (!watched.events().isEmpty())
            filters.add(Filter.ALL.kinds(Kind.RSVP, Kind.ROOM_PRESENCE).tagged('a', List.copyOf(watched.events())));
        if (!watched.inBuildIt().isEmpty())
            filters.add(Filter.ALL
                    .kinds(Kind.TIME_EVENT)
                    .since(clock.instant().minus(BUILDIT_LOOKS_BACK).getEpochSecond())
                    .limit(MOST_ANSWERS));
        if (!interest.owners().isEmpty()) filters.add(LISTS.authors(interest.owners()));
        return filters;
    }

    /// Until something else is to be watched, which asks for all of it anew: what comes twice does nothing.
    private void hear(Subscription news, Interest interest) throws InterruptedException {
        Instant looked = clock.instant();
        while (true) {
            if (Duration.between(looked, clock.instant()).abs().compareTo(LOOK) >= 0) {
                if (!interest().equals(interest)) return;
                looked = clock.instant();
            }
            switch (news.next(LOOK).orElse(null)) {
                case Arrived(var event) -> hear(event, interest);
                case EndOfStored _ -> {}
                case Ended(var reason) -> {
                    LOG.warn("the relays don't let us listen to public events: {}", reason);
                    Thread.sleep(RETRY);
                    return;
                }
                // Nothing for a while.
                case null -> {}
            }
        }
    }

    private void hear(Event event, Interest interest) {
        // A relay is believed nothing.
        if (event.flaw().isPresent() || !concernsUs(event, interest)) return;
        try {
            if (LISTS.matches(event)) devices.hear(event);
            else sessions.hear(event);
        } catch (RuntimeException e) {
            LOG.error("a public event of kind {} could not be handled", event.kind(), e);
        }
    }

    /// BuildIt's answers name their event in an `e`, which is no id of an event, and NIP-01 has relays refuse
    /// whoever asks for such a one. So we get all of that kind, and take what we'd have asked for.
    private boolean concernsUs(Event event, Interest interest) {
        if (event.kind() != Kind.TIME_EVENT) return true;
        Watched watched = interest.sessions();
        return interest.organizers().contains(event.author())
                || watched.hosts().contains(event.author())
                || event.tags().values("p").contains(self.hex())
                || event.tags().values("e").stream().anyMatch(watched.inBuildIt()::contains);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        relays.close();
    }
}
