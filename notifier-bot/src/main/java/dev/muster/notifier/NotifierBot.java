package dev.muster.notifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.control.Operations;
import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import dev.muster.kit.inbox.Inbox;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.metrics.Metrics;
import dev.muster.kit.ops.Upkeep;
import dev.muster.kit.outbox.Outbox;
import dev.muster.kit.post.Connections;
import dev.muster.kit.post.Directory;
import dev.muster.kit.post.Introduction;
import dev.muster.kit.post.Post;
import dev.muster.kit.post.Profile;
import dev.muster.kit.post.Reach;
import dev.muster.kit.roles.Role;
import dev.muster.kit.roles.Roles;
import dev.muster.kit.roles.RolesConfig;
import dev.muster.kit.timer.Timers;
import dev.muster.kit.vault.Vault;
import dev.muster.nostr.client.Backoff;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.client.Timing;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.wrap.Recipient;
import dev.muster.nostr.wrap.Sender;
import dev.muster.nostr.wrap.UnsignedSeals;
import dev.muster.notifier.api.Api;
import dev.muster.notifier.api.Welcome;
import dev.muster.notifier.device.Devices;
import dev.muster.notifier.device.Invites;
import dev.muster.notifier.page.Pages;
import dev.muster.notifier.page.Site;
import dev.muster.notifier.push.Notes;
import dev.muster.notifier.push.Pushes;
import dev.muster.notifier.reply.Replies;
import dev.muster.notifier.ring.Rings;
import dev.muster.notifier.session.Chance;
import dev.muster.notifier.session.Sessions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bot at work: wires its rooms, starts them in order, and closes them in reverse.
public final class NotifierBot implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NotifierBot.class);

    /// People of one group: more than that are met again as if for the first time, which only costs more.
    private static final int PEOPLE_REMEMBERED = 10_000;

    private static final Set<Role> ORGANIZERS = EnumSet.of(Role.ADMIN, Role.ORGANIZER, Role.TRAINER);

    /// Its own relays are looked for more often than strangers' need to be: nobody reaches it meanwhile.
    private static final Backoff BACK_SOON = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));

    /// What may be said to it in a wrap, besides typed words.
    private static final List<Integer> ACCEPTED = List.of(
            Kind.CHAT_MESSAGE,
            Kind.DATE_EVENT,
            Kind.TIME_EVENT,
            Kind.RSVP,
            Kind.MEETING_SPACE,
            Kind.MEETING_SESSION,
            Kind.ROOM_PRESENCE);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final PublicKey self;
    private final Ledger ledger;
    private final DeviceCare care;
    private final URI url;

    /// What the bot finds around it.
    ///
    /// @param key who it is on Nostr
    /// @param roles what is in force at the moment
    public record Surroundings(SecretKey key, Supplier<RolesConfig> roles, Chance chance, Metrics metrics) {}

    private NotifierBot(NotifierConfig config, Surroundings around) throws IOException {
        var chance = around.chance();
        var clock = chance.clock();
        var random = chance.random();
        SecretKey key = around.key();
        self = key.publicKey();
        var routes = new Routes();
        var server = with(new HttpServer(address(config.listen()), Serving.DEFAULT, routes));
        url = config.publicUrl().orElseGet(() -> url(server));

        ledger = with(Ledger.open(Upkeep.ledgerIn(config.data()), Vault.open(config.vault(), random)));
        var timers = with(new Timers(ledger, clock));
        MeterRegistry registry = around.metrics().registry();
        var gateways = with(new Gateways(config, clock, random, registry));
        var outbox = with(new Outbox(ledger, clock, random));
        var reach = new Reach(config.inbox().relays(), config.lookupRelays(), config.localRelays(), config.proxy());
        var connections = with(new Connections(key, reach, clock, random));
        var directory = with(new Directory(connections, clock));
        var conversations = new ConversationKeys(PEOPLE_REMEMBERED);
        var sender = new Sender(key, conversations, clock, random);
        var roles = new Roles(around.roles());
        var meters = new Meters(registry);
        var post = new Post(sender, connections, directory, outbox).telling(meters);
        var replies = new Replies(sender, post, clock);
        var devices = new Devices(
                config.devices(), new Devices.Means(ledger, timers, replies, clock, random, gateways::flaw));
        var invites = new Invites(ledger, timers, clock, random);
        var pushes = new Pushes(
                new Pushes.Means(ledger, outbox, devices, key, conversations, clock, random, registry), gateways.all());
        var notes = new Notes(devices, pushes, clock);
        var rings = new Rings(
                config.rings(),
                new Rings.Means(
                        timers, devices, pushes, roles, post, sender, replies, key, clock, random, meters::refused));
        var sessions = new Sessions(
                config.sessions(),
                new Sessions.Means(
                        ledger,
                        timers,
                        roles,
                        sender,
                        post,
                        replies,
                        notes::started,
                        (change, person) -> URI.create(url + "/app?k=" + invites.issue(change, person)),
                        () -> url,
                        chance,
                        meters::refused));
        var renewals = new Renewals(timers, gateways::credentials, roles, replies, clock);
        care = new DeviceCare(ledger, devices, pushes::test);
        Gauge.builder("muster.notifier.devices", devices, Devices::count)
                .description("Ways to wake somebody that are registered")
                .register(registry);
        Gauge.builder("muster.notifier.outbox.underway", outbox, Outbox::underWay)
                .description("Letters that are on their way at this moment")
                .register(registry);

        var opened = new Pages.Opened(sessions.links(), sessions.certificates(), invites);
        new Pages(Site.of(url, config.name(), self), opened, clock, random, registry).on(routes);
        var welcome = new Welcome(self, () -> url, gateways::serverKey);
        new Api(new Api.Means(ledger, devices, invites, rings, pushes, notes, clock), welcome, () -> url).on(routes);
        routes.get("/healthz", _ -> Response.text(200, "ok\n"));
        routes.get(
                "/metrics",
                _ -> Response.of(
                        200, Metrics.CONTENT_TYPE, around.metrics().scrape().getBytes(UTF_8)));

        timers.start();
        renewals.start(ledger);
        gateways.start();
        outbox.start();
        var unsigned = config.inbox().unsignedCalls() ? UnsignedSeals.OPENED_FOR_CALLS : UnsignedSeals.REFUSED;
        var inbox = with(new Inbox(
                self,
                new Recipient(key, conversations, unsigned),
                clients(reach, config, around),
                ledger,
                clock,
                new Reception(sessions.handler(), devices, rings, replies, welcome, meters, clock),
                meters::distrusted));
        inbox.start();
        var profile = new Profile("notifier", config.name(), config.about(), ACCEPTED, Optional.of(url));
        var introduction = with(new Introduction(key, profile, connections, clock, random));
        introduction.start();
        with(new Noticeboard(self, sessions, devices, clients(reach, config, around), () -> organizers(roles), clock));
    }

    private <T extends AutoCloseable> T with(T part) {
        parts.push(part);
        return part;
    }

    private Set<PublicKey> organizers(Roles roles) {
        Set<PublicKey> all = new TreeSet<>();
        for (Role role : ORGANIZERS) all.addAll(roles.all(ledger, role));
        return all;
    }

    private static List<RelayClient> clients(Reach reach, NotifierConfig config, Surroundings around) {
        return config.inbox().relays().stream()
                .map(relay -> reach.to(relay)
                        .keys(around.key())
                        .timing(Timing.DEFAULT.retry(BACK_SOON))
                        .authenticatingFirst()
                        .clock(around.chance().clock())
                        .random(around.chance().random())
                        .open())
                .toList();
    }

    private static InetSocketAddress address(String listen) {
        URI address = URI.create("http://" + listen);
        return new InetSocketAddress(address.getHost(), address.getPort());
    }

    private static URI url(HttpServer server) {
        if (!(server.address() instanceof InetSocketAddress at)) throw new IllegalStateException("not on a port");
        return URI.create("http://" + at.getHostString() + ":" + at.getPort());
    }

    /// Opens its data, and begins to listen and to write.
    ///
    /// @throws IOException if it can't listen on its port
    public static NotifierBot start(NotifierConfig config, Surroundings around) throws IOException {
        return new NotifierBot(config, around);
    }

    public PublicKey self() {
        return self;
    }

    /// Where its pages are.
    public URI url() {
        return url;
    }

    /// What it can be asked to do by who has its data folder.
    public Operations operations() {
        return care.on(new Upkeep(ledger).operations());
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("can't close {}", part.getClass().getSimpleName(), e);
            }
        }
    }
}
