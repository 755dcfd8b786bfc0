package dev.muster.notifier;

import static dev.muster.nostr.event.Events.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.ledger.TestLedger;
import dev.muster.kit.outbox.Outbox;
import dev.muster.kit.post.Connections;
import dev.muster.kit.post.Directory;
import dev.muster.kit.post.Post;
import dev.muster.kit.post.Reach;
import dev.muster.kit.reply.Replies;
import dev.muster.kit.roles.Roles;
import dev.muster.kit.roles.RolesConfig;
import dev.muster.kit.timer.Timers;
import dev.muster.nostr.client.Await;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.wrap.Sender;
import dev.muster.notifier.device.Environment;
import dev.muster.notifier.push.apns.Credential;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Admins hear in time that a certificate expires. Their letters stay in the outbox here, where they can be counted.
@NullMarked
@Timeout(60)
class RenewalsTest {
    private static final SecretKey BOT = SecretKey.random(RANDOM);
    private static final PublicKey ADA = SecretKey.random(RANDOM).publicKey();
    private static final PublicKey BEN = SecretKey.random(RANDOM).publicKey();
    private static final URI NOBODY = URI.create("ws://127.0.0.1:1");
    private static final Instant START = Instant.parse("2026-12-01T12:00:00Z");

    @RegisterExtension
    private final TestLedger data = new TestLedger();

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AtomicReference<Instant> until = new AtomicReference<>(START.plus(Duration.ofDays(40)));

    private final Connections connections =
            new Connections(BOT, new Reach(List.of(NOBODY), List.of(), true, Optional.empty()), now::get, RANDOM);
    private final Directory directory = new Directory(connections, now::get);
    private @Nullable Timers timers;

    @BeforeEach
    void twoAdmins() {
        var alarms = new Timers(data.ledger(), now::get);
        var sender = new Sender(BOT, new ConversationKeys(10), now::get, RANDOM);
        var outbox = new Outbox(data.ledger(), now::get, new Random(1));
        var replies = new Replies(sender, new Post(sender, connections, directory, outbox), now::get);
        var admins = Set.of(ADA, BEN);
        var config = new RolesConfig(admins, Set.of(), Set.of(), Set.of(), Set.of(), Set.of());
        var renewals = new Renewals(alarms, () -> List.of(certificate()), new Roles(() -> config), replies, now::get);
        renewals.start(data.ledger());
        alarms.start();
        timers = alarms;
    }

    @AfterEach
    void close() {
        if (timers != null) timers.close();
        directory.close();
        connections.close();
    }

    private Credential certificate() {
        return new Credential(
                "voip_cert.p12",
                Credential.Kind.CERTIFICATE,
                "VoIP Services: org.example.app",
                Set.of("org.example.app.voip"),
                Set.of(Environment.PRODUCTION),
                Optional.of(START),
                Optional.of(until.get()),
                Optional.empty());
    }

    private int letters() {
        return data.ledger().under(new Shelf<>("errand", Map.class).at()).size();
    }

    /// Waits until it has been looked at that time.
    private void at(Instant time) {
        now.set(time);
        Await.until(() -> new Timers(data.ledger(), now::get)
                .due(data.ledger(), "renewals", "all")
                .filter(next -> next.isAfter(time))
                .isPresent());
    }

    private void daysBefore(int days) {
        at(until.get().minus(Duration.ofDays(days)));
    }

    @Test
    void push_R28_everyAdminIsToldAtEachThresholdOnce() {
        at(START);
        assertThat(letters()).as("40 days before").isZero();
        int told = 0;
        for (int days : Credential.REMINDERS) {
            daysBefore(days);
            told += 2;
            assertThat(letters()).as("%s days before", days).isEqualTo(told);
            at(now.get().plus(Duration.ofHours(5)));
            assertThat(letters()).as("some hours later").isEqualTo(told);
        }
        daysBefore(0);
        assertThat(letters()).as("when it has expired").isEqualTo(told + 2);
        at(now.get().plus(Duration.ofDays(2)));
        assertThat(letters()).as("two days later").isEqualTo(told + 2);
    }

    @Test
    void push_R28_ofANewCertificateInTheSameFileTheyAreToldAnew() {
        daysBefore(7);
        assertThat(letters()).isEqualTo(2);
        until.set(until.get().plus(Duration.ofDays(365)));
        at(now.get().plus(Duration.ofHours(2)));
        assertThat(letters()).isEqualTo(2);
        daysBefore(30);
        assertThat(letters()).isEqualTo(4);
    }
}
