package dev.muster.kit.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.kit.control.Operation.Listener;
import dev.muster.kit.control.Operation.Nothing;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControlTest {
    private static final Operation<Counting, Counted> COUNT = new Operation<>("count", Counting.class, Counted.class);
    private static final Operation<Nothing, Nothing> FORGET = new Operation<>("forget", Nothing.class, Nothing.class);
    private static final Operation<Nothing, Nothing> BREAK = new Operation<>("break", Nothing.class, Nothing.class);
    private static final Operation<Nothing, Nothing> UNKNOWN = new Operation<>("unknown", Nothing.class, Nothing.class);

    record Counting(long to, String mood) {}

    record Counted(long last, boolean tired) {}

    @TempDir
    private Path folder;

    private Path data;
    private ControlSocket socket;
    private final CountDownLatch givenUp = new CountDownLatch(1);
    private final List<String> heard = new ArrayList<>();

    private final Listener listener = new Listener() {
        @Override
        public void progress(long done, long total) {
            heard.add(done + " of " + total);
        }

        @Override
        public void line(byte[] line) {
            heard.add(new String(line, UTF_8));
        }
    };

    @BeforeEach
    void open() throws IOException {
        data = folder.resolve("data/relay");
        socket = new ControlSocket(data, operations());
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
    }

    private Operations operations() {
        return new Operations()
                .with(COUNT, this::count)
                .with(FORGET, (nothing, silent) -> {
                    throw new IOException("there is nothing to forget\nat all");
                })
                .with(BREAK, (nothing, silent) -> {
                    throw new IllegalStateException("the cat is in the bag");
                });
    }

    private Counted count(Counting counting, Listener told) {
        try {
            for (long at = 1; at <= counting.to; at++) {
                told.line(("{\"id\":\"" + at + "\"}").getBytes(UTF_8));
                if (at == 2 || at % 10_000 == 0) told.progress(at, counting.to);
            }
            return new Counted(counting.to, counting.mood.equals("lazy"));
        } finally {
            givenUp.countDown();
        }
    }

    private ControlClient client() {
        return ControlClient.of(data).orElseThrow();
    }

    @Test
    void aCommandHearsEverythingInOrderAndThenTheResult() {
        assertThat(client().run(COUNT, new Counting(3, "lazy"), listener)).isEqualTo(new Counted(3, true));
        assertThat(heard).containsExactly("{\"id\":\"1\"}", "{\"id\":\"2\"}", "2 of 3", "{\"id\":\"3\"}");
    }

    @Test
    void manyLinesArrive() {
        assertThat(client().run(COUNT, new Counting(200_001, ""), new Listener() {
                    @Override
                    public void progress(long done, long total) {}

                    @Override
                    public void line(byte[] line) {}
                }))
                .isEqualTo(new Counted(200_001, false));
    }

    @Test
    void whatGoesWrongIsToldInItsWords() {
        assertThatThrownBy(() -> client().run(FORGET, new Nothing(), listener))
                .isInstanceOf(ControlFailure.class)
                .hasMessage("there is nothing to forget\nat all");
    }

    @Test
    void aMistakeOfOursIsInTheLogOnly() {
        assertThatThrownBy(() -> client().run(BREAK, new Nothing(), listener))
                .isInstanceOf(ControlFailure.class)
                .hasMessage("something went wrong, and the daemon's log says what");
    }

    @Test
    void anOlderDaemonSaysThatItCannotDoThat() {
        assertThatThrownBy(() -> client().run(UNKNOWN, new Nothing(), listener))
                .isInstanceOf(ControlFailure.class)
                .hasMessage("the running daemon refuses: it doesn't know how to unknown");
    }

    @Test
    void aCommandThatGivesUpEndsTheAction() throws Exception {
        var giveUp = new Listener() {
            @Override
            public void progress(long done, long total) {
                throw new IllegalStateException("Ctrl-C");
            }

            @Override
            public void line(byte[] line) {}
        };
        assertThatThrownBy(() -> client().run(COUNT, new Counting(Long.MAX_VALUE, ""), giveUp))
                .hasMessage("Ctrl-C");
        assertThat(givenUp.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void onlyTheOwnerCanOpenIt() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("control.sock"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
    }

    @Test
    void aSecondDaemonIsTurnedAway() {
        assertThatThrownBy(() -> new ControlSocket(data, operations()).close())
                .isInstanceOf(IOException.class)
                .hasMessage("already running, with the data in " + data);
        assertThat(client().run(COUNT, new Counting(0, ""), listener).last()).isZero();
    }

    @Test
    void whatAKilledDaemonLeftIsReplaced() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        try (var killed = ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(other.resolve("control.sock")));
        }
        assertThat(other.resolve("control.sock")).exists();
        assertThat(ControlClient.of(other)).isEmpty();
        try (var control = new ControlSocket(other, operations())) {
            assertThat(control).isNotNull();
            assertThat(ControlClient.of(other)).isPresent();
        }
        assertThat(other.resolve("control.sock")).doesNotExist();
    }

    @Test
    void aStoppedDaemonIsNotThere() throws IOException {
        socket.close();
        assertThat(ControlClient.of(data)).isEmpty();
        assertThat(ControlClient.of(folder.resolve("nowhere"))).isEmpty();
    }
}
