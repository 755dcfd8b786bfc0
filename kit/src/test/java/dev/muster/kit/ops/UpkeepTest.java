package dev.muster.kit.ops;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.kit.control.ControlFailure;
import dev.muster.kit.control.Operation.Listener;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.ops.Upkeep.Backup;
import dev.muster.kit.ops.Upkeep.Stats;
import dev.muster.kit.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UpkeepTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Shelf<Person> PEOPLE = new Shelf<>("person", Person.class);
    private static final Listener QUIET = new Listener() {
        @Override
        public void progress(long done, long total) {}

        @Override
        public void line(byte[] line) {}
    };

    @TempDir
    Path folder;

    private Path data;
    private Path backup;
    private Path keys;
    private Ledger ledger;

    record Person(String number) {}

    @BeforeEach
    void open() {
        data = folder.resolve("data");
        backup = folder.resolve("backups/today");
        keys = folder.resolve("vault.key");
        Vault.create(keys, RANDOM);
        ledger = Ledger.open(Upkeep.ledgerIn(data), vault());
        put("ana");
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private Vault vault() {
        return Vault.open(keys, RANDOM);
    }

    private void put(String name) {
        ledger.alter(change -> change.put(PEOPLE.at(name), new Person("number of " + name)));
    }

    private Stats backUp() {
        return new Upkeep(ledger).operations().run(Upkeep.BACKUP, new Backup(backup.toString()), QUIET);
    }

    private Stats restore(Path into) throws IOException {
        return Upkeep.restore(backup, into, vault(), QUIET);
    }

    private List<String> names(Path of) {
        try (Ledger opened = Ledger.open(Upkeep.ledgerIn(of), vault())) {
            return opened.under(PEOPLE.at()).stream().map(entry -> entry.name()).toList();
        }
    }

    @Test
    void aBackupIsTheDataAsTheyWereAtOneMoment() throws IOException {
        assertThat(backUp().records()).isEqualTo(1);
        put("bob");

        Stats restored = restore(folder.resolve("new"));

        assertThat(restored.records()).isEqualTo(1);
        assertThat(restored.bytes()).isPositive();
        assertThat(names(folder.resolve("new"))).containsExactly("ana");
    }

    @Test
    void filesThatBelongToTheDataAreInABackupToo() throws IOException {
        Path files = data.resolve("files");
        Files.createDirectories(files.resolve("2026/11"));
        Files.writeString(files.resolve("2026/11/one.enc"), "sealed");
        Path never = data.resolve("never");

        new Upkeep(ledger, List.of(files, never)).operations().run(Upkeep.BACKUP, new Backup(backup.toString()), QUIET);
        Stats restored = restore(folder.resolve("new"));

        assertThat(restored.records()).isEqualTo(1);
        assertThat(folder.resolve("new/files/2026/11/one.enc")).hasContent("sealed");
        assertThat(folder.resolve("new/never")).doesNotExist();
    }

    @Test
    void aBackupHoldsNothingInClearAndNoKey() throws IOException {
        backUp();

        String key = Files.readString(keys).strip();
        try (Stream<Path> files = Files.walk(backup)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(file.getFileName().toString()).doesNotEndWith(".key");
                assertThat(Files.readAllBytes(file)).asHexString().doesNotContainIgnoringCase(key);
                assertThat(new String(Files.readAllBytes(file), ISO_8859_1))
                        .doesNotContain("number of")
                        .doesNotContain(key);
            }
        }
    }

    @Test
    void aFolderThatIsThereIsNoPlaceForABackup() {
        backUp();

        assertThatThrownBy(this::backUp).isInstanceOf(ControlFailure.class).hasMessageContaining("already");
    }

    @Test
    void nothingIsRestoredOverWhatIsThere() {
        backUp();

        assertThatThrownBy(() -> restore(data))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is something in");
    }

    @Test
    void aFolderWithoutABackupIsNotRestored() {
        assertThatThrownBy(() -> restore(folder.resolve("new"))).hasMessageContaining("there is no backup in");
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void anotherVaultsBackupIsNotRestored() throws IOException {
        backUp();
        Files.delete(keys);
        Vault.create(keys, RANDOM);

        assertThatThrownBy(() -> restore(folder.resolve("new"))).hasMessageContaining("put that file back");
        assertThat(folder.resolve("new")).isEmptyDirectory();
    }

    @Test
    void aDamagedBackupIsNotRestored() throws IOException {
        backUp();
        try (Stream<Path> files = Files.list(Upkeep.ledgerIn(backup))) {
            for (Path table :
                    files.filter(file -> file.toString().endsWith(".sst")).toList()) {
                byte[] bytes = Files.readAllBytes(table);
                for (int i = 20; i < 60; i++) bytes[i] ^= 1;
                Files.write(table, bytes, StandardOpenOption.TRUNCATE_EXISTING);
            }
        }

        assertThatThrownBy(() -> restore(folder.resolve("new"))).isInstanceOf(IOException.class);
        assertThat(folder.resolve("new")).isEmptyDirectory();
    }
}
