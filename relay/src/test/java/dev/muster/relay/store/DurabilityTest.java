package dev.muster.relay.store;

import static dev.muster.relay.store.Made.ALICE;
import static dev.muster.relay.store.Made.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.kit.ops.Folders;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What was said to be stored is stored, whatever happens to the process, its files and its disk.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class DurabilityTest {
    private static final Keeping KEEPING = new Keeping(Duration.ZERO, Duration.ZERO, 0, 8);
    private static final int SHORT_FILES = 1 << 18;

    @TempDir
    Path folder;

    private OpenStore open(Path where) {
        return new OpenStore(where, KEEPING, SHORT_FILES);
    }

    private static List<Event> notes(int count) {
        var random = new Random(9);
        var notes = new ArrayList<Event>();
        for (int i = 0; i < count; i++) {
            notes.add(Made.note(i % 2 == 0 ? ALICE : BOB, i, Tag.of("t", "x".repeat(random.nextInt(1500)))));
        }
        return notes;
    }

    private static List<EventId> ids(Collection<Event> events) {
        return events.stream().map(Event::id).toList();
    }

    /// Every index says the same, and nothing is damaged.
    private static Set<EventId> all(OpenStore open) {
        var everything = new Selection(List.of(Filter.ALL), Set.of(), Integer.MAX_VALUE - 1);
        var byKind = new ArrayList<StoredEvent>();
        try (Scan scan = open.store.scan(List.of(everything), open.store.lastCommitted())) {
            for (StoredEvent event = scan.next(); event != null; event = scan.next()) byKind.add(event);
        }
        var ids = new HashSet<EventId>();
        var authors = new HashSet<PublicKey>();
        for (StoredEvent event : byKind) {
            Event parsed = Event.parse(event.json());
            assertThat(ids.add(parsed.id())).isTrue();
            assertThat(open.store.holds(parsed)).isTrue();
            authors.add(parsed.author());
        }
        assertThat(open.store.count()).isEqualTo(ids.size());
        if (!authors.isEmpty()) {
            var byAuthor = new Selection(List.of(Filter.ALL.authors(authors)), Set.of(), Integer.MAX_VALUE - 1);
            assertThat(open.find(byAuthor)).hasSameSizeAs(ids).allMatch(ids::contains);
        }
        return ids;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path journal() {
        return folder.resolve("store/events");
    }

    // Closing and opening

    @Test
    void everythingIsThereAfterARestart() {
        List<Event> notes = notes(2000);
        try (var open = open(folder.resolve("store"))) {
            open.addAll(notes);
        }
        assertThat(files(journal())).hasSizeGreaterThan(3);
        try (var open = open(folder.resolve("store"))) {
            assertThat(all(open)).containsExactlyInAnyOrderElementsOf(ids(notes));
            assertThat(open.store.lastCommitted()).isEqualTo(2000);
        }
    }

    @Test
    void indexIsMadeGoodFromTheJournal() {
        List<Event> notes = notes(1000);
        try (var open = open(folder.resolve("store"))) {
            open.addAll(notes);
            open.add(Made.event(
                    ALICE,
                    5000,
                    Kind.DELETION,
                    Tag.of("e", notes.getFirst().id().hex())));
            open.add(Made.event(BOB, 5000, Kind.REQUEST_TO_VANISH));
            deleteAll(folder.resolve("copy"));
            copy(folder.resolve("store"), folder.resolve("copy"));
        }
        deleteAll(folder.resolve("copy/index"));
        try (var open = open(folder.resolve("copy"))) {
            assertThat(all(open)).hasSize(500 - 1 + 2);
            assertThat(open.add(notes.getFirst())).isEqualTo(new Outcome.Deleted());
            assertThat(open.add(notes.get(1))).isEqualTo(new Outcome.Deleted());
        }
    }

    @Test
    void spaceOfWhatIsGoneIsGivenBack() {
        List<Event> notes = notes(3000);
        try (var open = open(folder.resolve("store"))) {
            open.addAll(notes);
            long before = size(journal());
            assertThat(open.store.inventory().eventBytes()).isEqualTo(before);
            open.add(Made.event(ALICE, 5000, Kind.REQUEST_TO_VANISH));
            open.store.sweep();
            assertThat(size(journal())).isLessThan(before * 2 / 3);
            assertThat(all(open)).hasSize(1501);
            open.store.compact();
            Inventory inventory = open.store.inventory();
            assertThat(inventory.events()).isEqualTo(1501);
            assertThat(inventory.lastSequence()).isEqualTo(3001);
            assertThat(inventory.goneBytes()).isZero();
            assertThat(inventory.eventBytes()).isEqualTo(size(journal()));
            assertThat(inventory.indexBytes()).isPositive().isLessThan(size(folder.resolve("store/index")));
        }
        try (var open = open(folder.resolve("store"))) {
            assertThat(all(open)).hasSize(1501);
            String gone = notes.getFirst().id().hex();
            for (Path file : files(journal()).subList(0, 5)) {
                assertThat(file).content(StandardCharsets.ISO_8859_1).doesNotContain(gone);
            }
        }
    }

    @Test
    void indexIsMadeAnewAlsoFromFilesWithoutWhatHasGone() {
        List<Event> notes = notes(3000);
        Event deletion = Made.event(
                BOB, 5000, Kind.DELETION, Tag.of("e", notes.get(1).id().hex()));
        try (var open = open(folder.resolve("store"))) {
            open.addAll(notes.subList(0, 100));
            open.add(deletion);
            open.addAll(notes.subList(100, 3000));
            open.add(Made.event(ALICE, 5000, Kind.REQUEST_TO_VANISH));
            open.store.compact();
            assertThat(all(open)).hasSize(1501);
        }
        deleteAll(folder.resolve("store/index"));
        try (var open = open(folder.resolve("store"))) {
            assertThat(all(open)).hasSize(1501);
            assertThat(open.add(notes.getFirst())).isEqualTo(new Outcome.Deleted());
            assertThat(open.add(notes.get(1))).isEqualTo(new Outcome.Deleted());
            assertThat(open.add(notes.get(3))).isEqualTo(new Outcome.Duplicate());
        }
    }

    @Test
    void whatGoesWhileAFileIsWrittenAnewIsNotTakenForADuplicateAfterACrash() {
        List<Event> notes = notes(1000);
        List<Event> wraps = new ArrayList<>();
        for (int i = 0; i < 100; i++) wraps.add(Made.wrap(ALICE, i));
        var forADay = new Keeping(Duration.ofDays(1), Duration.ZERO, 0, 8);
        try (var open = new OpenStore(folder.resolve("store"), forADay, SHORT_FILES)) {
            open.addAll(wraps);
            open.addAll(notes);
            open.pass(Duration.ofDays(2).toSeconds());
            open.store.sweep();
            open.store.compact();
            copy(folder.resolve("store"), folder.resolve("copy"));
        }
        try (var open = open(folder.resolve("copy"))) {
            assertThat(all(open)).hasSize(1000);
            assertThat(open.add(wraps.getFirst())).isInstanceOf(Outcome.Stored.class);
        }
    }

    // Backup

    @Test
    void backupIsAStoreOfItsOwnAndTheOriginalGoesOn() {
        List<Event> notes = notes(1500);
        try (var open = open(folder.resolve("store"))) {
            open.addAll(notes.subList(0, 1000));
            open.store.checkpoint(folder.resolve("backup"));
            open.addAll(notes.subList(1000, 1200));
            open.add(Made.event(ALICE, 5000, Kind.REQUEST_TO_VANISH));
            open.store.compact();
            assertThatThrownBy(() -> open.store.checkpoint(folder.resolve("backup")))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("backup");
            open.addAll(notes.subList(1200, 1500));
            assertThat(all(open)).hasSize(750 + 1);
        }
        for (int time = 0; time < 2; time++) {
            try (var backup = open(folder.resolve("backup"))) {
                Set<EventId> there = all(backup);
                assertThat(there).hasSize(1000 + time).containsAll(ids(notes.subList(0, 1000)));
                assertThat(backup.add(notes.get(1400 + time))).isEqualTo(new Outcome.Stored(1001 + time));
            }
        }
    }

    @Test
    void backupRightAfterARestartHasEverything() {
        try (var open = open(folder.resolve("store"))) {
            open.addAll(notes(500));
        }
        for (int time = 0; time < 2; time++) {
            Path backup = folder.resolve("backup" + time);
            try (var open = open(folder.resolve("store"))) {
                open.store.checkpoint(backup);
                open.store.compact();
                assertThat(all(open)).hasSize(500);
            }
            try (var copy = open(backup)) {
                assertThat(all(copy)).hasSize(500);
            }
        }
    }

    @Test
    void crashWhileANewFileBeginsLeavesNothingBehind() throws IOException {
        List<Event> notes = notes(100);
        try (var open = open(folder.resolve("store"))) {
            open.addAll(notes);
        }
        int next = files(journal()).size() + 1;
        Path unfinished = journal().resolve("%08d.events.new".formatted(next));
        Files.write(unfinished, new byte[10]);
        try (var open = open(folder.resolve("store"))) {
            assertThat(unfinished).doesNotExist();
            assertThat(all(open)).hasSize(100);
        }
    }

    @Test
    void crashBeforeAFullFileWasSealedIsMadeGood() throws IOException {
        try (var open = open(folder.resolve("store"))) {
            open.addAll(notes(1000));
        }
        for (Path file : files(journal())) unseal(file);
        for (int time = 0; time < 2; time++) {
            Path backup = folder.resolve("backup" + time);
            try (var open = open(folder.resolve("store"))) {
                assertThat(all(open)).hasSize(1000);
                open.store.checkpoint(backup);
            }
            try (var copy = open(backup)) {
                assertThat(all(copy)).hasSize(1000);
            }
        }
    }

    /// Takes away the table at its end, of which the last twelve bytes say where it begins.
    private static void unseal(Path file) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bytes.length() - 4);
            if (bytes.readInt() != 0x7365616c) return;
            bytes.seek(bytes.length() - 12);
            bytes.setLength(bytes.readInt());
        }
    }

    @Test
    void backupOnAnotherDiskIsACopy() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        try (var _ = new Tmpfs(disk, "64m")) {
            try (var open = open(folder.resolve("store"))) {
                open.addAll(notes(500));
                open.store.checkpoint(disk.resolve("backup"));
            }
            try (var backup = open(disk.resolve("backup"))) {
                assertThat(all(backup)).hasSize(500);
            }
        }
    }

    // Damage

    @Test
    void aTornLastCommitIsPassedOver() throws IOException {
        List<Event> notes = notes(100);
        try (var open = open(folder.resolve("store"))) {
            for (Event note : notes) open.add(note);
            copy(folder.resolve("store"), folder.resolve("copy"));
        }
        Path last = files(folder.resolve("copy/events")).getLast();
        try (var file = new RandomAccessFile(last.toFile(), "rw")) {
            file.setLength(file.length() - 10);
        }
        try (var open = open(folder.resolve("copy"))) {
            assertThat(all(open)).containsExactlyInAnyOrderElementsOf(ids(notes.subList(0, 99)));
            assertThat(open.add(notes.get(99))).isEqualTo(new Outcome.Stored(100));
        }
        try (var open = open(folder.resolve("copy"))) {
            assertThat(all(open)).hasSize(100);
        }
    }

    @Test
    void damageInTheMiddleOfTheLastFileIsNotTakenForATornEnd() throws IOException {
        try (var open = open(folder.resolve("store"))) {
            for (Event note : notes(50)) open.add(note);
        }
        Path last = files(journal()).getLast();
        flipByte(last, Files.size(last) / 2);
        assertThatThrownBy(() -> open(folder.resolve("store")))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining(last.toString())
                .hasMessageContaining("damaged");
    }

    @Test
    void damagedEventIsNotGivenOut() throws IOException {
        List<Event> notes = notes(1000);
        try (var open = open(folder.resolve("store"))) {
            open.addAll(notes);
        }
        flipByte(files(journal()).getFirst(), 600);
        try (var open = open(folder.resolve("store"))) {
            assertThatThrownBy(() -> all(open))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("damaged")
                    .hasMessageNotContaining(ALICE.hex());
            assertThat(open.add(Made.note(ALICE, 1))).isInstanceOf(Outcome.Stored.class);
        }
    }

    @Test
    void missingFileIsNoticed() throws IOException {
        try (var open = open(folder.resolve("store"))) {
            open.addAll(notes(1000));
        }
        Path first = files(journal()).getFirst();
        Path last = files(journal()).getLast();
        Files.move(last, folder.resolve("last"));
        assertThatThrownBy(() -> open(folder.resolve("store")))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("the last events in " + folder);
        Files.move(folder.resolve("last"), last);
        Files.delete(first);
        assertThatThrownBy(() -> open(folder.resolve("store")))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining(first.toString());
    }

    @Test
    void fileThatSomebodyCutsShortIsAnErrorAndNotTheEndOfTheProcess() throws IOException {
        try (var open = open(folder.resolve("store"))) {
            List<Event> notes = notes(1000);
            open.addAll(notes);
            for (Path file : files(journal())) {
                try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
                    bytes.setLength(32);
                }
            }
            assertThatThrownBy(() -> all(open))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("cut short");
            assertThatThrownBy(() -> open.store.holds(notes.get(500))).isInstanceOf(StoreFailure.class);
        }
        assertThatThrownBy(() -> open(folder.resolve("store"))).isInstanceOf(StoreFailure.class);
    }

    @Test
    void damagedIndexIsNoticed() throws IOException {
        try (var open = open(folder.resolve("store"))) {
            open.addAll(notes(1000));
        }
        for (Path file : files(folder.resolve("store/index"))) {
            if (!file.toString().endsWith(".sst")) continue;
            for (long at = 100; at < Files.size(file); at += 500) flipByte(file, at);
        }
        assertThatThrownBy(() -> {
                    try (var open = open(folder.resolve("store"))) {
                        all(open);
                    }
                })
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining(folder.resolve("store/index").toString())
                .hasMessageContaining("delete that folder");
        deleteAll(folder.resolve("store/index"));
        try (var open = open(folder.resolve("store"))) {
            assertThat(all(open)).hasSize(1000);
        }
    }

    // The disk

    @Test
    void fullDiskRefusesAndLosesNothingAndGoesOnWhenThereIsRoom() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        try (var _ = new Tmpfs(disk, "24m")) {
            Files.write(disk.resolve("ballast"), new byte[8 << 20]);
            var stored = new ArrayList<Event>();
            var refused = new ArrayList<Event>();
            try (var open = open(disk.resolve("store"))) {
                for (int round = 0; refused.size() < 500 && round < 100; round++) {
                    addSome(open, stored, refused);
                    if (round % 10 == 5) compactIfThereIsRoom(open);
                }
                assertThat(refused).hasSizeGreaterThanOrEqualTo(500);
                assertThat(all(open)).containsExactlyInAnyOrderElementsOf(ids(stored));
                assertThat(open.store.trouble().orElseThrow())
                        .contains(disk.toString(), "No space left", "since 2023-11-14T22:13:20Z");
                Files.delete(disk.resolve("ballast"));
                open.store.sweep();
                assertThat(open.store.trouble()).isEmpty();
                for (Instant deadline = Instant.in(60); deadline.isAhead(); ) {
                    if (open.add(refused.getFirst()) instanceof Outcome.Stored) break;
                }
                stored.add(refused.getFirst());
                assertThat(all(open)).containsExactlyInAnyOrderElementsOf(ids(stored));
            }
            try (var open = open(disk.resolve("store"))) {
                assertThat(all(open)).containsExactlyInAnyOrderElementsOf(ids(stored));
            }
        }
    }

    @Test
    void fullDiskOfTheIndexAloneRefusesAndLosesNothing() throws Exception {
        Path index = Files.createDirectories(folder.resolve("store/index"));
        var stored = new ArrayList<Event>();
        var refused = new ArrayList<Event>();
        try (var _ = new Tmpfs(index, "2m")) {
            try (var open = open(folder.resolve("store"))) {
                Path ballast = index.resolve("ballast");
                for (int round = 0; refused.isEmpty() && round < 400; round++) {
                    addSome(open, stored, refused);
                    if (round == 10) fill(ballast);
                    if (round > 10) compactIfThereIsRoom(open);
                }
                assertThat(refused).isNotEmpty();
                assertThat(open.store.trouble()).isPresent();
                assertThat(all(open)).containsExactlyInAnyOrderElementsOf(ids(stored));
                Files.delete(ballast);
                Instant deadline = Instant.in(60);
                while (open.store.trouble().isPresent() && deadline.isAhead()) sweepIfThereIsRoom(open);
                assertThat(open.store.trouble()).isEmpty();
                addSome(open, stored, new ArrayList<>());
                assertThat(all(open)).containsExactlyInAnyOrderElementsOf(ids(stored));
            }
            try (var open = open(folder.resolve("store"))) {
                assertThat(all(open)).containsExactlyInAnyOrderElementsOf(ids(stored));
            }
        }
    }

    private static void fill(Path ballast) throws IOException {
        try (var file = new RandomAccessFile(ballast.toFile(), "rw")) {
            while (true) file.write(new byte[1 << 12]);
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("space");
        }
    }

    private static void sweepIfThereIsRoom(OpenStore open) {
        try {
            open.store.sweep();
        } catch (StoreFailure full) {
            assertThat(open.store.trouble()).isPresent();
        }
    }

    private record Instant(long nanos) {
        static Instant in(int seconds) {
            return new Instant(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
        }

        boolean isAhead() {
            return System.nanoTime() < nanos;
        }
    }

    private static void compactIfThereIsRoom(OpenStore open) {
        try {
            open.store.compact();
        } catch (StoreFailure full) {
            assertThat(full).hasMessageContaining("space");
        }
    }

    private static void addSome(OpenStore open, List<Event> stored, List<Event> refused) {
        var some = new ArrayList<Event>();
        for (int i = 0; i < 500; i++) {
            some.add(Made.note(ALICE, i, Tag.of("t", "" + i), Tag.of("content", "y".repeat(700))));
        }
        List<Outcome> outcomes = open.addAll(some);
        for (int i = 0; i < some.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Stored) stored.add(some.get(i));
            else {
                assertThat(outcomes.get(i)).isEqualTo(new Outcome.Failed());
                refused.add(some.get(i));
            }
        }
    }

    @Test
    void readOnlyDiskIsSaidToBeOne() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        try (var open = open(folder.resolve("store"))) {
            open.addAll(notes(10));
        }
        try (var tmpfs = new Tmpfs(disk, "64m")) {
            copy(folder.resolve("store"), disk.resolve("store"));
            tmpfs.makeReadOnly();
            assertThatThrownBy(() -> open(disk.resolve("store")))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining(disk.toString())
                    .hasMessageContaining("Read-only");
            assertThatThrownBy(() -> open(disk.resolve("other")))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining(disk.toString());
        }
    }

    @Test
    void folderThatIsAFileIsSaidToBeOne() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> open(file)).isInstanceOf(StoreFailure.class).hasMessageContaining(file.toString());
    }

    @Test
    void secondProcessIsKeptOut() {
        try (var _ = open(folder.resolve("store"))) {
            assertThatThrownBy(() -> open(folder.resolve("store")))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("in use by another process");
        }
    }

    // Files

    private static void flipByte(Path path, long at) throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(at);
            int value = file.read();
            file.seek(at);
            file.write(value ^ 0x55);
        }
    }

    private static long size(Path folder) {
        try {
            return Folders.bytesIn(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Folders.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteAll(Path folder) {
        if (!Files.exists(folder)) return;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
