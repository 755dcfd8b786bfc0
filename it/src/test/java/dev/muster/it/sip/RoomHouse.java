package dev.muster.it.sip;

import dev.muster.kit.desk.BotConfig;
import dev.muster.kit.desk.Desk;
import dev.muster.kit.desk.Surroundings;
import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import dev.muster.kit.inbox.InboxConfig;
import dev.muster.kit.metrics.Metrics;
import dev.muster.kit.roles.RolesConfig;
import dev.muster.kit.vault.Vault;
import dev.muster.kit.venue.Pass;
import dev.muster.kit.venue.RoomWish;
import dev.muster.kit.venue.RoomWish.Stage;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.sip.dtls.Identity;
import dev.muster.sip.dtls.Rehearsal;
import dev.muster.sip.ice.Listening;
import dev.muster.sip.ice.Port;
import dev.muster.sip.mix.Beat;
import dev.muster.sip.page.IceServer;
import dev.muster.sip.page.RoomPages;
import dev.muster.sip.room.Rooms;
import dev.muster.sip.room.RoomsConfig;
import dev.muster.sip.web.WebLegs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// One room of the bridge, with its page.
public final class RoomHouse implements AutoCloseable {
    private static final UUID ROOM = UUID.fromString("5b0c8f3e-9a55-4c7a-8d3b-1f0e2d4c6b8a");

    private final SecureRandom random = new SecureRandom();
    private final SecretKey key = SecretKey.random(random);
    private final SecretKey sessions = SecretKey.random(random);
    private final Path folder;
    private Bridge bridge;
    private final AtomicInteger tickets = new AtomicInteger();
    private long number;

    public RoomHouse(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        Vault.create(folder.resolve("vault.key"), random);
        bridge = new Bridge(0);
    }

    /// What of the bridge has to do with rooms.
    private final class Bridge implements AutoCloseable {
        private final Desk desk;
        private final Beat beat = new Beat();
        private final Rooms rooms;
        private final Port port;
        private final HttpServer server;

        private Bridge(int serving) throws IOException, InterruptedException {
            BotConfig usual = BotConfig.of("calls", "Calls", "Rooms", 0);
            var config = new BotConfig(
                    folder.resolve("data"),
                    folder.resolve("key"),
                    folder.resolve("vault.key"),
                    usual.name(),
                    usual.about(),
                    usual.listen(),
                    Optional.empty(),
                    List.of(),
                    false,
                    Optional.empty(),
                    InboxConfig.DEFAULT.at(URI.create("ws://127.0.0.1:1")));
            var nobody = new RolesConfig(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of());
            desk = new Desk(
                    config,
                    new Surroundings(key, () -> nobody, InstantSource.system(), random, new Metrics()),
                    "muster.calls.");
            var routes = new Routes();
            server = new HttpServer(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), serving), Serving.DEFAULT, routes);
            rooms = new Rooms(
                    RoomsConfig.DEFAULT,
                    server::url,
                    new Rooms.Means(
                            desk.ledger(), desk.timers(), desk.replies(), beat, InstantSource.system(), random));
            var media = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            port = Port.open(List.of(new Listening(media, List.of())), random, System::nanoTime);
            Identity identity = Identity.create(random, InstantSource.system());
            if (!Rehearsal.hold(identity)) throw new IllegalStateException("the rehearsal failed");
            var legs = new WebLegs(port, identity, InstantSource.system(), System::nanoTime, random, (_, _) -> {});
            rooms.start();
            var _ = new RoomPages(server.url(), rooms, legs, RoomHouse.this::ticket, random).on(routes);
        }

        /// In the order of the real one.
        @Override
        public void close() {
            rooms.close();
            beat.close();
            port.close();
            desk.close();
            server.close();
        }
    }

    /// For a relay that isn't there.
    private List<IceServer> ticket() {
        return List.of(new IceServer(List.of("turn:127.0.0.1:9"), "ticket-" + tickets.incrementAndGet(), "secret"));
    }

    /// The bridge is stopped, for so long, and started again at the same address.
    public void restart(Duration pause) throws IOException, InterruptedException {
        int serving = bridge.server.url().getPort();
        bridge.close();
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        bridge = new Bridge(serving);
    }

    /// The bot for sessions says how far it has come.
    public void is(Stage stage) {
        Instant now = Instant.now();
        var wish = new RoomWish(
                ROOM,
                "31923:" + sessions.publicKey().hex() + ":medic",
                sessions.publicKey(),
                "Medic <b>101</b>",
                stage,
                now,
                now.plus(Duration.ofHours(1)),
                ++number,
                List.of());
        var said = new Rumor(
                sessions.publicKey(),
                now.getEpochSecond(),
                Kind.BUILDIT_ROOM,
                wish.tags(key.publicKey()),
                wish.content(InstantSource.system()));
        bridge.desk.ledger().alter(change -> {
            if (bridge.rooms.wanted(change, sessions.publicKey(), said).isRefused())
                throw new AssertionError("refused");
        });
    }

    /// Somebody's way in.
    public URI way(String who, boolean leads) {
        var pass = new Pass(ROOM, who, leads, Instant.now().plus(Duration.ofHours(1)));
        return Pass.with(URI.create(bridge.server.url() + "/room/" + ROOM), pass.signed(sessions, random));
    }

    @Override
    public void close() {
        bridge.close();
    }
}
