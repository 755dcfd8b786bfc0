package dev.muster.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.control.Operations;
import dev.muster.kit.desk.Bot;
import dev.muster.kit.desk.Desk;
import dev.muster.kit.desk.Surroundings;
import dev.muster.kit.http.Allowance;
import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import dev.muster.kit.lifecycle.Parts;
import dev.muster.kit.metrics.Metrics;
import dev.muster.kit.ops.Upkeep;
import dev.muster.kit.post.Introduction;
import dev.muster.kit.post.Profile;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Kind;
import dev.muster.sip.turn.Tickets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The bridge at work: wires its rooms, starts them in order, and closes them in reverse.
public final class SipBridge implements Bot {
    /// What may be said to it in a wrap.
    private static final List<Integer> ACCEPTED = List.of(Kind.BUILDIT_CALL_OFFER, Kind.CALL_OFFER, Kind.BUILDIT_ROOM);

    private final Parts parts = new Parts();
    private final PublicKey self;
    private final URI url;
    private final Path data;
    private final Desk desk;
    private final Telephony telephony;

    private SipBridge(SipConfig config, Surroundings around) throws IOException {
        self = around.key().publicKey();
        data = config.bot().data();
        var routes = new Routes();
        // Said once there is somebody to whom more can be brought than to others.
        var allowance = new AtomicReference<Allowance>(_ -> Serving.DEFAULT.bodyBytes());
        var server = with(new HttpServer(
                config.bot().address(),
                Serving.DEFAULT,
                routes,
                head -> allowance.get().bytes(head)));
        url = config.bot().publicUrl().orElseGet(server::url);
        desk = with(new Desk(config.bot(), around, "muster.sip."));
        var meters = new CallMeters(desk.registry());
        Legs legs = with(new Legs(config.media(), desk, meters));
        Optional<Tickets> tickets = config.turn().tickets(desk.clock());
        var gatherings = with(new Gatherings(config, desk, legs, tickets, url));
        // Before anybody can come in: it ends the visits of those who were there before.
        gatherings.start();
        telephony = with(new Telephony(config, desk, legs, gatherings.rooms(), tickets, meters));
        telephony.on(routes);
        allowance.set(telephony::mostBytes);
        gatherings.on(routes);
        routes.get("/healthz", _ -> Response.text(200, "ok\n"));
        routes.get("/healthz/{trunk}", request -> health(request.part("trunk")));
        routes.get(
                "/metrics",
                _ -> Response.of(
                        200, Metrics.CONTENT_TYPE, around.metrics().scrape().getBytes(UTF_8)));

        desk.start();
        telephony.start();
        var reception =
                new Reception(desk.roles(), telephony.signals(), telephony.apps(), telephony.invitations(), gatherings);
        with(desk.inbox(reception)).hearFor(List.of(desk.key()));
        var profile = new Profile("sip", config.bot().name(), config.bot().about(), ACCEPTED, Optional.of(url));
        with(new Introduction(around.key(), profile, desk.connections(), desk.clock(), desk.random()))
                .start();
    }

    private Response health(String trunk) {
        return telephony.isUp(trunk)
                ? Response.text(200, "ok\n")
                : Response.text(503, "There is no trunk of that name, or it doesn't answer.\n");
    }

    private <T extends AutoCloseable> T with(T part) {
        return parts.with(part);
    }

    /// Opens its data, and begins to listen and to call.
    ///
    /// @throws IOException if it can't listen on its ports, or a file can't be read that the configuration names
    public static SipBridge start(SipConfig config, Surroundings around) throws IOException {
        return new SipBridge(config, around);
    }

    /// What belongs to a bridge's data besides its ledger.
    ///
    /// @param data its folder
    public static List<Path> filesIn(Path data) {
        return List.of(Tapes.filesIn(data));
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
        return telephony.on(new Upkeep(desk.ledger(), filesIn(data)).operations());
    }

    @Override
    public void close() {
        telephony.drain();
        parts.close();
    }
}
