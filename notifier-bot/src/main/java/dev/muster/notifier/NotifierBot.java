package dev.muster.notifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.control.Operations;
import dev.muster.kit.desk.Bot;
import dev.muster.kit.desk.Desk;
import dev.muster.kit.desk.Surroundings;
import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import dev.muster.kit.lifecycle.Parts;
import dev.muster.kit.metrics.Metrics;
import dev.muster.kit.ops.Upkeep;
import dev.muster.kit.post.Introduction;
import dev.muster.kit.post.Profile;
import dev.muster.kit.roles.Role;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Kind;
import dev.muster.notifier.page.Pages;
import dev.muster.notifier.page.Site;
import dev.muster.notifier.session.Chance;
import dev.muster.notifier.session.Sessions;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The bot at work: wires its rooms, starts them in order, and closes them in reverse.
public final class NotifierBot implements Bot {
    private static final Set<Role> ORGANIZERS = EnumSet.of(Role.ADMIN, Role.ORGANIZER, Role.TRAINER);

    /// What may be said to it in a wrap.
    private static final List<Integer> ACCEPTED = List.of(
            Kind.CHAT_MESSAGE,
            Kind.DATE_EVENT,
            Kind.TIME_EVENT,
            Kind.RSVP,
            Kind.MEETING_SPACE,
            Kind.MEETING_SESSION,
            Kind.ROOM_PRESENCE,
            Kind.PUSH_REGISTRATION,
            Kind.PUSH_REMOVAL,
            Kind.PUSH_PREFERENCES,
            Kind.BUILDIT_CALL_OFFER,
            Kind.CALL_OFFER);

    private final Parts parts = new Parts();
    private final PublicKey self;
    private final URI url;
    private final Desk desk;
    private final Telephony phones;

    private NotifierBot(NotifierConfig config, Surroundings around) throws IOException {
        self = around.key().publicKey();
        var routes = new Routes();
        var server = with(new HttpServer(config.bot().address(), Serving.DEFAULT, routes));
        url = config.bot().publicUrl().orElseGet(server::url);
        var gateways = with(new Gateways(config, around));
        desk = with(new Desk(config.bot(), around, "muster.notifier."));
        phones = new Telephony(config, desk, gateways, url);
        Sessions sessions = sessions(config, new Chance(around.clock(), around.random()));
        publish(routes, config, sessions, around.metrics());

        phones.start();
        desk.start();
        with(desk.inbox(new Reception(desk, phones, sessions.handler()))).hearFor(desk.key());
        var profile = new Profile("notifier", config.bot().name(), config.bot().about(), ACCEPTED, Optional.of(url));
        with(new Introduction(around.key(), profile, desk.connections(), desk.clock(), desk.random()))
                .start();
        with(new Noticeboard(self, sessions, phones.devices(), desk.relays(), this::organizers, desk.clock()));
    }

    private Sessions sessions(NotifierConfig config, Chance chance) {
        return new Sessions(
                config.sessions(),
                new Sessions.Means(
                        desk.ledger(),
                        desk.timers(),
                        desk.key(),
                        desk.roles(),
                        desk.sender(),
                        desk.post(),
                        desk.replies(),
                        phones.notes()::started,
                        (reading, person) ->
                                phones.devices().preferences(reading, person).textAfter(),
                        (change, person) ->
                                URI.create(url + "/app?k=" + phones.invites().issue(change, person)),
                        () -> url,
                        chance,
                        desk.meters()::refused));
    }

    private void publish(Routes routes, NotifierConfig config, Sessions sessions, Metrics metrics) {
        var opened = new Pages.Opened(sessions.links(), sessions.certificates(), phones.invites());
        new Pages(Site.of(url, config.bot().name(), self), opened, desk.clock(), desk.random(), desk.registry())
                .on(routes);
        phones.on(routes);
        routes.get("/healthz", _ -> Response.text(200, "ok\n"));
        routes.get(
                "/metrics",
                _ -> Response.of(200, Metrics.CONTENT_TYPE, metrics.scrape().getBytes(UTF_8)));
    }

    private <T extends AutoCloseable> T with(T part) {
        return parts.with(part);
    }

    private Set<PublicKey> organizers() {
        Set<PublicKey> all = new TreeSet<>();
        for (Role role : ORGANIZERS) all.addAll(desk.roles().all(desk.ledger(), role));
        return all;
    }

    /// Opens its data, and begins to listen and to write.
    ///
    /// @throws IOException if it can't listen on its port
    public static NotifierBot start(NotifierConfig config, Surroundings around) throws IOException {
        return new NotifierBot(config, around);
    }

    @Override
    public PublicKey self() {
        return self;
    }

    @Override
    public URI url() {
        return url;
    }

    @Override
    public Operations operations() {
        return phones.care().on(new Upkeep(desk.ledger()).operations());
    }

    @Override
    public void close() {
        parts.close();
    }
}
