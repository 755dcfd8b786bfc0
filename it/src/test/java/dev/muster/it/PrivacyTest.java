package dev.muster.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.ops.Folders;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tags;
import dev.muster.relay.TestRelay;
import dev.muster.relay.Wire;
import dev.muster.relay.policy.Access;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What a group's own relay tells about its members, to those who ask for too much, and to who gets hold of the disk.
@Timeout(60)
class PrivacyTest {
    private static final String MARK = "a mark that is found if it was written";

    private final SecretKey bob = SecretKey.random(Events.RANDOM);
    private final PublicKey someoneElse = SecretKey.random(Events.RANDOM).publicKey();

    @TempDir
    private Path folder;

    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    private static Event wrap(int kind, PublicKey recipient, Instant date, String content) {
        return Events.signed(
                SecretKey.random(Events.RANDOM),
                date.getEpochSecond(),
                kind,
                Tags.NONE.with("p", recipient.hex()),
                content);
    }

    /// BuildIt hides whom it asks about among five others.
    private Filter amongDecoys() {
        List<String> keys = Stream.concat(
                        Stream.of(bob.publicKey(), someoneElse),
                        Stream.generate(() -> SecretKey.random(Events.RANDOM).publicKey())
                                .limit(4))
                .map(PublicKey::hex)
                .toList();
        return Filter.ALL.kinds(Kind.GIFT_WRAP).tagged('p', keys);
    }

    @Test
    void decoysInAFilterBringNothingAndCloseNothing() {
        Wire stranger = relay.client();
        Event bobs = stranger.store(wrap(Kind.GIFT_WRAP, bob.publicKey(), Instant.now(), ""));
        stranger.store(wrap(Kind.GIFT_WRAP, someoneElse, Instant.now(), ""));

        Wire.Stored stored = relay.client().as(bob).stored(amongDecoys());
        assertThat(stored.events()).containsExactly(bobs);
        assertThat(stored.closed()).isNull();
        assertThat(stranger.stored(amongDecoys()).closed()).isNotNull();
    }

    /// BuildIt knows no NIP-42.
    @Test
    void whoCantAuthenticateReadsAnInboxIfTheOperatorAllowsIt() throws IOException {
        relay.reload(new Access(Set.of(), Set.of(), Access.WrapSenders.ANYONE, 0, false, true, true, false));
        Wire client = relay.client();
        Event bobs = client.store(wrap(Kind.GIFT_WRAP, bob.publicKey(), Instant.now(), ""));

        assertThat(client.stored(amongDecoys()).events()).containsExactly(bobs);
        assertThat(client.stored(Filter.ALL.kinds(Kind.GIFT_WRAP)).closed()).isNotNull();
    }

    @Test
    void aGiftWrapDatedTwoDaysBackIsTaken() {
        Event wrap = wrap(Kind.GIFT_WRAP, bob.publicKey(), Instant.now().minus(Duration.ofDays(2)), "");
        relay.client().store(wrap);
        assertThat(relay.client()
                        .as(bob)
                        .stored(Filter.ALL.kinds(Kind.GIFT_WRAP))
                        .events())
                .containsExactly(wrap);
    }

    /// Calls, and everything else that is only for now.
    @Test
    void whatIsEphemeralIsNeverOnDisk() throws IOException {
        Wire client = relay.client();
        client.store(wrap(Kind.EPHEMERAL_GIFT_WRAP, bob.publicKey(), Instant.now(), MARK));
        client.store(wrap(Kind.BUILDIT_CALL_OFFER, bob.publicKey(), Instant.now(), MARK));
        assertThat(containMark(relay.data())).isEmpty();

        client.store(wrap(Kind.TEXT_NOTE, bob.publicKey(), Instant.now(), MARK));
        assertThat(containMark(relay.data())).isNotEmpty();
    }

    /// Looks at a copy: from a database in use files go.
    private List<Path> containMark(Path data) throws IOException {
        Path found = Files.createTempDirectory(folder, "found").resolve("data");
        Folders.copy(data, found);
        try (Stream<Path> files = Files.walk(found)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> read(file).contains(MARK))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
