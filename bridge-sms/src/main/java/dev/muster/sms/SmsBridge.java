package dev.muster.sms;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.control.Operations;
import dev.muster.kit.desk.Bot;
import dev.muster.kit.desk.Desk;
import dev.muster.kit.desk.Surroundings;
import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import dev.muster.kit.inbox.Inbox;
import dev.muster.kit.lifecycle.Parts;
import dev.muster.kit.metrics.Metrics;
import dev.muster.kit.ops.Upkeep;
import dev.muster.kit.post.Introduction;
import dev.muster.kit.post.Profile;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The bridge at work: wires its rooms, starts them in order, and closes them in reverse.
public final class SmsBridge implements Bot {
    /// What may be said to it in a wrap.
    private static final List<Integer> ACCEPTED = List.of(Kind.CHAT_MESSAGE, Kind.BUILDIT_BROADCAST, Kind.APP_DATA);

    private final Parts parts = new Parts();
    private final PublicKey self;
    private final URI url;
    private final Desk desk;
    private final Texting texting;
    private volatile @Nullable Inbox inbox;

    private SmsBridge(SmsConfig config, Surroundings around) throws IOException {
        self = around.key().publicKey();
        var routes = new Routes();
        var server = with(new HttpServer(config.bot().address(), Serving.DEFAULT, routes));
        url = config.bot().publicUrl().orElseGet(server::url);
        desk = with(new Desk(config.bot(), around, "muster.sms."));
        var carriers = with(new Carriers(config, around, url));
        texting = with(new Texting(config, desk, carriers.lines(), url, this::hearFor));
        carriers.on(routes);
        texting.on(routes);
        routes.get("/healthz", _ -> Response.text(200, "ok\n"));
        routes.get(
                "/metrics",
                _ -> Response.of(
                        200, Metrics.CONTENT_TYPE, around.metrics().scrape().getBytes(UTF_8)));

        desk.ledger().alter(texting.threads()::introduce);
        desk.start();
        carriers.start(texting.ears());
        texting.start();
        inbox = with(desk.inbox(new Reception(self, desk.roles(), texting.orders(), texting.threads())));
        List<SecretKey> keys = new ArrayList<>(texting.threads().ghosts(desk.ledger()));
        keys.add(desk.key());
        inbox.hearFor(keys);
        var profile = new Profile("sms", config.bot().name(), config.bot().about(), ACCEPTED, Optional.of(url));
        with(new Introduction(around.key(), profile, desk.connections(), desk.clock(), desk.random()))
                .start();
    }

    /// People may write to that key from now on.
    private void hearFor(SecretKey key) {
        // What was texted to us while we start: whoever starts hears for all that there are.
        Inbox here = inbox;
        if (here != null) here.hearFor(key);
    }

    private <T extends AutoCloseable> T with(T part) {
        return parts.with(part);
    }

    /// Opens its data, and begins to listen, to write and to text.
    ///
    /// @throws IOException if it can't listen on its port, or a file can't be read that the configuration names
    public static SmsBridge start(SmsConfig config, Surroundings around) throws IOException {
        return new SmsBridge(config, around);
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
        return texting.on(new Upkeep(desk.ledger()).operations());
    }

    @Override
    public void close() {
        parts.close();
    }
}
