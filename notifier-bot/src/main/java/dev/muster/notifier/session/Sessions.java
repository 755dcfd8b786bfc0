package dev.muster.notifier.session;

import dev.muster.kit.inbox.Handler;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.post.Post;
import dev.muster.kit.reply.Replies;
import dev.muster.kit.roles.Roles;
import dev.muster.kit.timer.Timers;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.wrap.Sender;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The room's entry: what is said goes in here, by [#handler] or [#hear], and letters come out.
public final class Sessions {
    private final Records records;
    private final JoinLinks links;
    private final Certificates certificates;
    private final Conversation conversation;

    /// What sessions are kept with.
    ///
    /// @param key the bot's, which passes for rooms are signed with
    /// @param pages where the bot's pages are found, without a slash at the end
    /// @param refused hears why something was refused: a word for a metric
    public record Means(
            Ledger ledger,
            Timers timers,
            SecretKey key,
            Roles roles,
            Sender sender,
            Post post,
            Replies replies,
            Waking waking,
            TextWish textWish,
            Browsers browsers,
            Supplier<URI> pages,
            Chance chance,
            Consumer<String> refused) {}

    public Sessions(SessionsConfig config, Means means) {
        var chance = means.chance();
        var clock = chance.clock();
        records = new Records(
                means.ledger(), new Book(), new Names(), new Deliveries(clock), new Attendance(), new Lodgings());
        var reports = new Reports(records, means.timers(), clock);
        var letters = new Letters(means.replies(), means.sender(), means.post().telling(reports), clock);
        var _ = means.timers().with(Reports.BELL, (change, alarm) -> reports.tell(change, letters, alarm.name()));
        var venues = new Venues(records, letters, means.timers(), config.rooms(), chance);
        var _ = means.post().telling(venues);
        var texts =
                new Texts(records, letters, reports, venues, means.timers(), config.texts(), means.textWish(), chance);
        var _ = means.post().telling(texts);
        var ways = new Ways(records, venues, config, means.key(), chance);
        links = new JoinLinks(records, letters, texts, ways, means.waking(), means.pages(), chance);
        certificates = new Certificates(means.ledger(), config, clock, chance.random());
        var outlets = new Outlets(letters, links, texts);
        var answers = new Answers(records.book(), letters, links, clock);
        var agenda = new Agenda(records, letters, venues, means.timers(), config.keep(), clock);
        var phoneCalls = new PhoneCalls(records, outlets, reports, venues, agenda, clock);
        var aftermath =
                new Aftermath(records, outlets, venues, phoneCalls, certificates, reports, config.keep(), clock);
        agenda.forgetting(aftermath::forget);
        var proceedings =
                new Proceedings(records, outlets, ways, venues, reports, agenda, aftermath, means.roles(), clock);
        var announcements =
                new Announcements(records, outlets, ways, venues, answers, agenda, proceedings, means.roles(), clock);
        venues.telling(announcements::goOn).telling(proceedings::goOn);
        var commands = new Commands(
                records,
                proceedings,
                answers,
                outlets,
                ways,
                means.browsers(),
                certificates,
                reports,
                means.roles(),
                clock);
        conversation = new Conversation(
                records,
                new Reader(config),
                announcements,
                answers,
                commands,
                outlets,
                venues,
                phoneCalls,
                clock,
                means.refused());
    }

    /// Hears what people say to the bot.
    public Handler handler() {
        return conversation;
    }

    /// Hears what everybody can read: the same event may come any number of times.
    ///
    /// @param event whose signature was checked
    public void hear(Event event) {
        records.ledger().alter(change -> {
            if (event.kind() == Kind.PROFILE) records.names().learn(change, event);
            else conversation.heard(change, event.unsigned(), event.id());
        });
    }

    public JoinLinks links() {
        return links;
    }

    public Certificates certificates() {
        return certificates;
    }

    /// The sessions that others can answer publicly, as answers call them, and whose profiles are of interest.
    public Watched watched() {
        List<Session> current = records.book().all(records.ledger()).stream()
                .filter(session -> !session.status().isOver())
                .toList();
        Set<String> events = current.stream()
                .filter(session -> !session.origin().isPrivate())
                .map(session -> session.address().toString())
                .collect(Collectors.toSet());
        Set<PublicKey> hosts = current.stream()
                .flatMap(session -> Stream.concat(Stream.of(session.organizer()), session.plan().hosts().stream()))
                .collect(Collectors.toSet());
        Set<String> inBuildIt = current.stream()
                .filter(session ->
                        session.origin().isBuildIt() && !session.origin().isPrivate())
                .map(session -> session.address().identifier())
                .collect(Collectors.toSet());
        return new Watched(events, inBuildIt, hosts);
    }

    /// What is worth watching.
    ///
    /// @param events addresses
    /// @param inBuildIt what BuildIt's answers call its events
    public record Watched(Set<String> events, Set<String> inBuildIt, Set<PublicKey> hosts) {}
}
