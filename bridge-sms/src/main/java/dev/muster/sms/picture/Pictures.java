package dev.muster.sms.picture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.ops.Folders;
import dev.muster.kit.timer.Timers;
import dev.muster.sms.carrier.Media;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The pictures that are here, and who comes for them.
public final class Pictures {
    private static final String PATH = "/m/";
    private static final String BELL = "picture-ends";

    /// Too long to be guessed: nobody counts who tries.
    private static final int TOKEN_BYTES = 24;

    private static final Shelf<Kept> KEPT = new Shelf<>("picture", Kept.class);
    private static final Shelf<Room> ROOM = new Shelf<>("picture-room", Room.class);

    private final Means means;

    /// What it stands on.
    ///
    /// @param folder where the files are, and nothing else
    /// @param url where the bridge's own pages are
    public record Means(
            Ledger ledger,
            Timers timers,
            Path folder,
            PicturesConfig config,
            Supplier<URI> url,
            InstantSource clock,
            SecureRandom random) {}

    /// A picture that is here.
    ///
    /// @param lock with which the bridge opens it for whoever fetches it; empty if it can't
    private record Kept(long bytes, Instant until, Optional<Lock> lock) {}

    /// What all of them take.
    private record Room(int count, long bytes) {
        private static final Room EMPTY = new Room(0, 0);

        Room with(int more, long moreBytes) {
            return new Room(count + more, bytes + moreBytes);
        }
    }

    /// A file that nothing speaks of yet.
    ///
    /// @param token what opens it
    public record Laid(String token, long bytes) {
        /// Not what opens it.
        @Override
        public String toString() {
            return "a file of " + bytes + " bytes";
        }
    }

    /// Removes what nothing speaks of any more. Has its alarms rung by those timers, which are to be started
    /// afterwards.
    ///
    /// @throws IOException if the folder can't be used
    public Pictures(Means means) throws IOException {
        this.means = means;
        means.timers().with(BELL, (change, alarm) -> remove(change, alarm.name()));
        Folders.createPrivate(means.folder());
        try (Stream<Path> files = Files.list(means.folder())) {
            for (Path file : files.toList()) {
                if (!means.ledger().has(KEPT.at(file.getFileName().toString()))) Files.delete(file);
            }
        }
    }

    /// Whoever sees the folder has no use for the name.
    private static String name(String token) {
        return Lock.hash(token.getBytes(US_ASCII)).substring(0, 32);
    }

    private Path file(String name) {
        return means.folder().resolve(name);
    }

    private static Place<Kept> place(String name) {
        return KEPT.at(name);
    }

    // Keeping

    /// Writes down what is locked. It is gone at the next start, unless [#keep] follows.
    ///
    /// @throws IOException if it can't be written
    public Laid lay(byte[] locked) throws IOException {
        byte[] secret = new byte[TOKEN_BYTES];
        means.random().nextBytes(secret);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        try (var channel = FileChannel.open(file(name(token)), CREATE_NEW, WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(locked);
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        }
        Folders.sync(means.folder());
        return new Laid(token, locked.length);
    }

    /// Has it stay, locked as it is, and says where it can be fetched. Empty if there is no room: then it is gone.
    public Optional<URI> keep(Change change, Laid laid, Instant until) {
        return keep(change, laid, until, Optional.empty());
    }

    /// The same, and whoever fetches it gets the picture itself.
    public Optional<URI> keepOpen(Change change, Laid laid, Instant until, Lock lock) {
        return keep(change, laid, until, Optional.of(lock));
    }

    private Optional<URI> keep(Change change, Laid laid, Instant until, Optional<Lock> lock) {
        String name = name(laid.token());
        Room room = room(change).with(1, laid.bytes());
        if (room.count() > means.config().most()
                || room.bytes() > means.config().totalBytes()) {
            discard(change, name);
            return Optional.empty();
        }
        change.put(ROOM.at("all"), room);
        change.put(place(name), new Kept(laid.bytes(), until, lock));
        means.timers().set(change, BELL, name, until);
        return Optional.of(URI.create(means.url().get().toString().replaceFirst("/+$", "") + PATH + laid.token()));
    }

    /// Nobody wants it after all.
    void drop(Change change, Laid laid) {
        discard(change, name(laid.token()));
    }

    private static Room room(Reading reading) {
        return reading.get(ROOM.at("all")).orElse(Room.EMPTY);
    }

    /// Nobody needs what lies there any more. Addresses that aren't ours mean nothing.
    public void forget(Change change, URI at) {
        String path = Optional.ofNullable(at.getPath()).orElse("");
        String name = name(path.substring(path.lastIndexOf('/') + 1));
        means.timers().cancel(change, BELL, name);
        remove(change, name);
    }

    private void remove(Change change, String name) {
        change.get(place(name)).ifPresent(kept -> {
            change.put(ROOM.at("all"), room(change).with(-1, -kept.bytes()));
            change.remove(place(name));
            discard(change, name);
        });
    }

    private void discard(Change change, String name) {
        change.afterwards(() -> {
            try {
                Files.deleteIfExists(file(name));
            } catch (IOException e) {
                throw new UncheckedIOException("a picture can't be removed", e);
            }
        });
    }

    // Fetching

    /// Answers whoever comes for a picture.
    public void on(Routes routes) {
        routes.get(PATH + "{token}", this::answer);
    }

    private Response answer(Request request) throws IOException {
        String name = name(request.part("token"));
        Instant now = means.clock().instant();
        Kept kept = means.ledger()
                .get(place(name))
                .filter(it -> it.until().isAfter(now))
                .orElse(null);
        if (kept == null) return gone();
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file(name));
        } catch (NoSuchFileException e) {
            // It was forgotten in this moment, or is from before a backup, which has no pictures.
            return gone();
        }
        if (kept.lock().isEmpty()) return locked(bytes, Duration.between(now, kept.until()));
        Media picture = kept.lock().get().open(bytes);
        return secret(Response.of(200, picture.type(), picture.bytes()).with("cache-control", "no-store"));
    }

    private static Response gone() {
        return secret(Response.text(404, "There is no picture here, or none any more.\n")
                .with("cache-control", "no-store"));
    }

    /// Clients in browsers come from pages of others, and each time that somebody looks at the chat.
    private static Response locked(byte[] bytes, Duration left) {
        return secret(Response.of(200, "application/octet-stream", bytes)
                .with("cache-control", "private, max-age=" + left.toSeconds())
                .with("access-control-allow-origin", "*"));
    }

    private static Response secret(Response.Whole response) {
        return response.with("x-content-type-options", "nosniff").with("referrer-policy", "no-referrer");
    }
}
