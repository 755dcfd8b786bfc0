package dev.muster.it;

import dev.muster.nostr.event.Event;
import java.net.URI;
import java.nio.file.Path;
import kotlin.jvm.internal.DefaultConstructorMarker;
import rust.nostr.sdk.LocalRelay;
import rust.nostr.sdk.NostrDatabase;
import rust.nostr.sdk.RateLimit;
import rust.nostr.sdk.RelayBuilder;
import rust.nostr.sdk.RelayBuilderNip42;
import rust.nostr.sdk.RelayBuilderNip42Mode;
import rust.nostr.sdk.RelayUrl;
import rust.nostr.sdk.SaveEventStatus;

/// rust-nostr's relay in this process, on loopback. What it has stored is there again after a restart, at
/// another port.
final class RustRelay implements AutoCloseable {
    private final NostrDatabase database;
    private final boolean demandsAuth;
    private LocalRelay running;
    private URI uri;

    private RustRelay(Path folder, boolean demandsAuth) throws Exception {
        this.database = NostrDatabase.Companion.lmdb(folder.toString());
        this.demandsAuth = demandsAuth;
        this.running = start(builder());
        this.uri = uri(running);
    }

    static RustRelay in(Path folder) throws Exception {
        return new RustRelay(folder, false);
    }

    /// It serves only those who say who they are (NIP-42).
    static RustRelay demandingAuth(Path folder) throws Exception {
        return new RustRelay(folder, true);
    }

    URI uri() {
        return uri;
    }

    /// Stores an event without a message.
    void store(Event event) throws Exception {
        try (var theirs = RustNostr.event(event)) {
            SaveEventStatus status = RustNostr.await(continuation -> database.saveEvent(theirs, continuation));
            if (!status.isSuccess()) throw new IllegalStateException("not stored: " + status.rejectionReason());
        }
    }

    void kill() {
        running.shutdown();
        running.close();
    }

    void restart() throws Exception {
        running = start(builder());
        uri = uri(running);
    }

    private RelayBuilder builder() throws ReflectiveOperationException {
        RelayBuilder builder = new RelayBuilder().database(database).rateLimit(noRateLimit());
        return demandsAuth ? builder.nip42(new RelayBuilderNip42(RelayBuilderNip42Mode.BOTH)) : builder;
    }

    /// By reflection, since Kotlin hides a constructor that takes unsigned numbers.
    private static RateLimit noRateLimit() throws ReflectiveOperationException {
        return RateLimit.class
                .getConstructor(long.class, int.class, DefaultConstructorMarker.class)
                .newInstance(100_000L, 1_000_000_000, null);
    }

    private static LocalRelay start(RelayBuilder builder) throws InterruptedException {
        var relay = new LocalRelay(builder);
        RustNostr.run(relay::run);
        return relay;
    }

    private static URI uri(LocalRelay relay) throws InterruptedException {
        return URI.create(RustNostr.<RelayUrl>await(relay::url).toString());
    }

    @Override
    public void close() {
        kill();
        database.close();
    }
}
