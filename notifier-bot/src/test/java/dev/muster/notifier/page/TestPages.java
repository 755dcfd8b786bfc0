package dev.muster.notifier.page;

import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import dev.muster.kit.ledger.TestLedger;
import dev.muster.kit.timer.Timers;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.notifier.device.Invites;
import dev.muster.notifier.session.TestSessions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The pages on a port of their own for each test, with sessions of their own.
///
/// ```
/// @RegisterExtension
/// final TestPages pages = TestPages.at(NOW);
/// ```
public final class TestPages implements BeforeEachCallback, AfterEachCallback {
    public static final PublicKey BOT =
            PublicKey.parse("7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e");

    private final AtomicReference<Instant> now;
    private final TestLedger ledger = new TestLedger();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private @Nullable TestSessions sessions;
    private @Nullable Timers timers;
    private @Nullable Invites invites;
    private @Nullable HttpServer server;
    private URI url = URI.create("http://127.0.0.1");

    private TestPages(Instant now) {
        this.now = new AtomicReference<>(now);
    }

    public static TestPages at(Instant now) {
        return new TestPages(now);
    }

    /// Elsewhere than where they listen, as through a proxy.
    TestPages behind(URI publicUrl) {
        url = publicUrl;
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        ledger.beforeEach(context);
        var theirs = new TestSessions(ledger.ledger(), now::get);
        sessions = theirs;
        var site = Site.of(url, "Notifier", BOT);
        var alarms = new Timers(ledger.ledger(), now::get);
        timers = alarms;
        var theInvites = new Invites(ledger.ledger(), alarms, now::get, new SecureRandom());
        invites = theInvites;
        var opened = new Pages.Opened(theirs.links(), theirs.certificates(), theInvites);
        var pages = new Pages(site, opened, now::get, new SecureRandom(), metrics);
        server = new HttpServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Serving.DEFAULT, pages.on(new Routes()));
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (server != null) server.close();
        sessions().close();
        if (timers != null) timers.close();
        ledger.afterEach(context);
    }

    public TestSessions sessions() {
        TestSessions theirs = sessions;
        if (theirs == null) throw new IllegalStateException("not within a test");
        return theirs;
    }

    /// A training for street medics that has just been going on for twelve minutes, with 48 to go. Returns
    /// its id.
    String training() {
        return training(URI.create("https://meet.example.org/medic-101"));
    }

    /// The same in another room.
    public String training(URI where) {
        sessions().isLedBy("Ana");
        Instant starts = now.get().minus(Duration.ofMinutes(12));
        return sessions().started("Street medic 101", starts, Duration.ofHours(1), where.toString());
    }

    public void advance(Duration by) {
        now.updateAndGet(it -> it.plus(by));
    }

    /// A secret by which a browser is registered for somebody.
    public String invited(PublicKey person) {
        Invites theirs = invites;
        if (theirs == null) throw new IllegalStateException("not within a test");
        return ledger.ledger().change(change -> theirs.issue(change, person));
    }

    double count(String name, String... tags) {
        var counter = metrics.find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    String figures() {
        return metrics.getMetersAsString();
    }

    public URI at(String path) {
        HttpServer running = server;
        if (running == null) throw new IllegalStateException("not within a test");
        return URI.create("http://127.0.0.1:" + ((InetSocketAddress) running.address()).getPort() + path);
    }

    public URI link(String room, String token) {
        return at("/conference/" + room + "?t=" + token);
    }
}
