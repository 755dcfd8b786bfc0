package dev.muster.relay.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.kit.control.ControlFailure;
import dev.muster.kit.control.Operation.Listener;
import dev.muster.kit.control.Operation.Nothing;
import dev.muster.kit.control.Operations;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tags;
import dev.muster.relay.ops.Housekeeping.Backup;
import dev.muster.relay.ops.Housekeeping.Compacted;
import dev.muster.relay.ops.Housekeeping.Export;
import dev.muster.relay.ops.Housekeeping.Exported;
import dev.muster.relay.ops.Housekeeping.Import;
import dev.muster.relay.ops.Housekeeping.Imported;
import dev.muster.relay.ops.Housekeeping.Refusal;
import dev.muster.relay.ops.Housekeeping.Stats;
import dev.muster.relay.store.EventStore;
import dev.muster.relay.store.Keeping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HousekeepingTest {
    private static final SecretKey ALICE = SecretKey.random(Events.RANDOM);

    @TempDir
    private Path folder;

    private EventStore store;
    private Operations operations;
    private final List<String> written = new ArrayList<>();

    private final Listener listener = new Listener() {
        @Override
        public void progress(long done, long total) {}

        @Override
        public void line(byte[] line) {
            written.add(new String(line, UTF_8));
        }
    };

    @BeforeEach
    void open() {
        Path data = folder.resolve("data");
        store = open(data);
        operations = new Housekeeping(store, data).operations();
    }

    private static EventStore open(Path data) {
        return EventStore.open(data, Keeping.DEFAULT, InstantSource.system(), stored -> {});
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Event note(long time, String content) {
        return Events.signed(ALICE, time, Kind.TEXT_NOTE, Tags.NONE, content);
    }

    private static String json(Event event) {
        return new String(event.json(), UTF_8);
    }

    private Imported bringIn(Event... events) {
        return operations.run(
                Housekeeping.IMPORT,
                new Import(Stream.of(events).map(HousekeepingTest::json).toList()),
                listener);
    }

    private long takeOut(Filter filter) {
        written.clear();
        Exported exported = operations.run(Housekeeping.EXPORT, new Export(new String(filter.json(), UTF_8)), listener);
        return exported.events();
    }

    @Test
    void whatComesInIsCheckedAndCounted() {
        Event good = note(1000, "good");
        Event forged =
                Event.parse(json(note(1001, "true")).replace("true", "lies").getBytes(UTF_8));
        Event passing = Events.signed(ALICE, 1002, 20_001, Tags.NONE, "");
        Event older = Events.signed(ALICE, 1000, Kind.PROFILE, Tags.NONE, "older");
        Event newer = Events.signed(ALICE, 1001, Kind.PROFILE, Tags.NONE, "newer");
        var batch = new Import(Stream.concat(
                        Stream.of(good, forged, passing, newer, older).map(HousekeepingTest::json),
                        Stream.of("{\"no\":\"event\"}"))
                .toList());

        Imported imported = operations.run(Housekeeping.IMPORT, batch, listener);

        assertThat(imported.accepted()).isEqualTo(2);
        assertThat(imported.outdated()).isEqualTo(1);
        assertThat(imported.refused()).extracting(Refusal::at).containsExactly(1, 2, 5);
        assertThat(imported.refused().get(1).why()).isEqualTo("ephemeral, never stored");
        assertThat(store.count()).isEqualTo(2);
        assertThat(bringIn(good, newer)).isEqualTo(new Imported(0, 2, 0, List.of()));
    }

    @Test
    void whatGoesOutIsEverythingInTheOrderOfArrival() {
        List<Event> events = IntStream.range(0, 2_500)
                .mapToObj(at -> note(5_000 - at / 7, "a" + at))
                .toList();
        Event older = Events.signed(ALICE, 1000, Kind.PROFILE, Tags.NONE, "older");
        Event newer = Events.signed(ALICE, 1001, Kind.PROFILE, Tags.NONE, "newer");
        bringIn(older);
        bringIn(events.toArray(Event[]::new));
        bringIn(newer);

        assertThat(takeOut(Filter.ALL)).isEqualTo(2_501);

        assertThat(written)
                .containsExactlyElementsOf(Stream.concat(events.stream(), Stream.of(newer))
                        .map(HousekeepingTest::json)
                        .toList());
    }

    @Test
    void whatWentOutComesInSomewhereElseAsItWas() {
        Event deleted = note(1000, "deleted");
        bringIn(note(900, "kept"), deleted);
        bringIn(Events.signed(
                ALICE, 1001, Kind.DELETION, Tags.NONE.with("e", deleted.id().hex()), ""));
        takeOut(Filter.ALL);

        try (EventStore other = open(folder.resolve("other"))) {
            Operations there = new Housekeeping(other, folder.resolve("other")).operations();
            assertThat(there.run(Housekeeping.IMPORT, new Import(List.copyOf(written)), listener))
                    .isEqualTo(new Imported(2, 0, 0, List.of()));
            // Also the deletion still has its effect.
            assertThat(there.run(Housekeeping.IMPORT, new Import(List.of(json(deleted))), listener))
                    .isEqualTo(new Imported(0, 0, 1, List.of()));
        }
    }

    @Test
    void onlyWhatMatchesGoesOut() {
        bringIn(
                note(1000, "one"),
                note(2000, "two"),
                Events.signed(
                        ALICE,
                        3000,
                        Kind.GIFT_WRAP,
                        Tags.NONE.with("p", ALICE.publicKey().hex()),
                        ""));
        assertThat(takeOut(Filter.ALL.since(1500))).isEqualTo(2);
        assertThat(takeOut(Filter.ALL.until(1500))).isEqualTo(1);
        assertThat(takeOut(Filter.ALL.kinds(Kind.GIFT_WRAP))).isEqualTo(1);
    }

    @Test
    void aBackupIsRestoredIntoAnEmptyFolder() throws Exception {
        Event one = note(1000, "one");
        Event two = note(2000, "two");
        bringIn(one, two);
        Path target = folder.resolve("backups/today");
        assertThat(backUp(target).events()).isEqualTo(2);
        assertThat(Files.getPosixFilePermissions(target)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        bringIn(note(3000, "after the backup"));

        Path restored = folder.resolve("restored");
        assertThat(restore(target, restored).events()).isEqualTo(2);

        try (var copy = StoppedRelay.open(restored, Keeping.DEFAULT, InstantSource.system())) {
            copy.operations().run(Housekeeping.EXPORT, new Export("{}"), listener);
        }
        assertThat(written).containsExactly(json(one), json(two));
    }

    /// Nothing comes in between the start and the backup: what was there before must be found in both.
    @Test
    void aBackupRightAfterAStartHasEverything() throws Exception {
        bringIn(note(1000, "one"), note(2000, "two"));
        store.close();
        open();
        Path target = folder.resolve("today");
        backUp(target);

        assertThat(takeOut(Filter.ALL)).isEqualTo(2);
        assertThat(restore(target, folder.resolve("restored")).events()).isEqualTo(2);
    }

    @Test
    void nothingIsRestoredIntoAFolderWithSomethingInIt() throws Exception {
        bringIn(note(1000, "one"));
        Path target = folder.resolve("today");
        backUp(target);
        Path full = Files.createDirectories(folder.resolve("full"));
        Files.createFile(full.resolve("file"));
        assertThatThrownBy(() -> restore(target, full))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("there is something in " + full + " already");
        assertThat(full).isDirectoryNotContaining("glob:**events");
    }

    @Test
    void aDamagedBackupIsNotRestored() throws Exception {
        bringIn(note(1000, "one"), note(2000, "two"));
        Path target = folder.resolve("today");
        backUp(target);
        Path events = target.resolve("events/00000001.events");
        byte[] bytes = Files.readAllBytes(events);
        bytes[bytes.length / 4] ^= 1;
        // Not in place: it is the same file as that of the store.
        Files.delete(events);
        Files.write(events, bytes);

        Path restored = folder.resolve("restored");
        assertThatThrownBy(() -> restore(target, restored))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
        assertThat(restored).isEmptyDirectory();
        assertThatThrownBy(() -> restore(folder, restored)).hasMessage("there is no backup in " + folder);
    }

    private Stats backUp(Path target) {
        return operations.run(Housekeeping.BACKUP, new Backup(target.toString()), listener);
    }

    private Stats restore(Path backup, Path data) throws IOException {
        return StoppedRelay.restore(backup, data, Keeping.DEFAULT, InstantSource.system(), listener);
    }

    @Test
    void aBackupOverwritesNothing() throws Exception {
        Path target = Files.createDirectory(folder.resolve("today"));
        assertThatThrownBy(() -> backUp(target))
                .isInstanceOf(ControlFailure.class)
                .hasMessage("there is something at " + target + " already");
        assertThatThrownBy(() -> operations.run(Housekeeping.BACKUP, new Backup("here"), listener))
                .hasMessage("a backup has an absolute path");
    }

    @Test
    void statsTellEventsAndBytes() {
        bringIn(note(1000, "one"));
        Stats stats = operations.run(Housekeeping.STATS, new Nothing(), listener);
        assertThat(stats.events()).isEqualTo(1);
        assertThat(stats.bytes()).isGreaterThan(300);
    }

    @Test
    void compactingKeepsEverything() {
        bringIn(note(1000, "one"), note(2000, "two"));
        Compacted compacted = operations.run(Housekeeping.COMPACT, new Nothing(), listener);
        assertThat(compacted.bytesAfter()).isPositive();
        assertThat(takeOut(Filter.ALL)).isEqualTo(2);
    }
}
