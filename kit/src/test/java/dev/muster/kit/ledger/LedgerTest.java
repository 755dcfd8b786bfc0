package dev.muster.kit.ledger;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.kit.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LedgerTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Shelf<Person> PEOPLE = new Shelf<>("person", Person.class);
    private static final Shelf<Person> ALARMS = new Shelf<>("alarm", Person.class);
    private static final Person ANA = new Person("Ana Nováková", 1);
    private static final Person BOB = new Person("Bob", 2);

    @TempDir
    Path folder;

    private Path keys;
    private Ledger ledger;

    record Person(String name, int number) {}

    @BeforeEach
    void open() {
        keys = folder.resolve("vault.key");
        if (!Files.exists(keys)) Vault.create(keys, RANDOM);
        ledger = Ledger.open(folder.resolve("data"), Vault.open(keys, RANDOM));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void reopen() {
        ledger.close();
        open();
    }

    private void put(Place<Person> place, Person person) {
        ledger.alter(change -> change.put(place, person));
    }

    private static List<Person> values(List<Entry<Person>> entries) {
        return entries.stream().map(Entry::value).toList();
    }

    @Test
    void whatWasPutIsThereAlsoAfterARestart() {
        put(PEOPLE.at("medic", "ana"), ANA);

        reopen();

        assertThat(ledger.get(PEOPLE.at("medic", "ana"))).contains(ANA);
        assertThat(ledger.get(PEOPLE.at("medic", "bob"))).isEmpty();
        assertThat(ledger.has(PEOPLE.at("medic"))).isFalse();
    }

    @Test
    void whatWasRemovedIsGone() {
        put(PEOPLE.at("ana"), ANA);

        ledger.alter(change -> change.remove(PEOPLE.at("ana")));

        assertThat(ledger.get(PEOPLE.at("ana"))).isEmpty();
    }

    @Test
    void allThatIsUnderANameIsFoundAndNothingElse() {
        put(PEOPLE.at("medic", "ana"), ANA);
        put(PEOPLE.at("medic", "bob"), BOB);
        put(PEOPLE.at("legal", "bob"), BOB);
        put(ALARMS.at(Instant.EPOCH, "medic"), BOB);

        assertThat(values(ledger.under(PEOPLE.at("medic")))).containsExactlyInAnyOrder(ANA, BOB);
        assertThat(ledger.under(PEOPLE.at("medic")).stream().map(Entry::name)).containsExactlyInAnyOrder("ana", "bob");
        assertThat(ledger.under(PEOPLE.at())).hasSize(3);
    }

    @Test
    void whatHasATimeComesInItsOrder() {
        Instant noon = Instant.parse("2026-01-01T12:00:00Z");
        put(ALARMS.at(noon.plusSeconds(1), "b"), BOB);
        put(ALARMS.at(noon, "a"), ANA);
        put(ALARMS.at(Instant.EPOCH.minusSeconds(5), "c"), BOB);

        assertThat(values(ledger.upTo(noon, ALARMS, 10))).containsExactly(BOB, ANA);
        assertThat(values(ledger.upTo(noon.plusSeconds(1), ALARMS, 10))).containsExactly(BOB, ANA, BOB);
        assertThat(values(ledger.upTo(noon, ALARMS, 1))).containsExactly(BOB);
        assertThat(ledger.upTo(noon, ALARMS, 10).getLast().place()).isEqualTo(ALARMS.at(noon, "a"));
    }

    @Test
    void aChangeReadsWhatItIsGoingToWrite() {
        put(PEOPLE.at("ana"), ANA);
        put(ALARMS.at(Instant.ofEpochSecond(1), "x"), ANA);
        put(ALARMS.at(Instant.ofEpochSecond(2), "y"), ANA);

        ledger.alter(change -> {
            change.put(PEOPLE.at("bob"), BOB);
            change.remove(PEOPLE.at("ana"));
            change.remove(ALARMS.at(Instant.ofEpochSecond(1), "x"));

            assertThat(change.get(PEOPLE.at("bob"))).contains(BOB);
            assertThat(change.get(PEOPLE.at("ana"))).isEmpty();
            assertThat(values(change.under(PEOPLE.at()))).containsExactly(BOB);
            assertThat(change.upTo(Instant.ofEpochSecond(9), ALARMS, 1)
                            .getFirst()
                            .name())
                    .isEqualTo("y");
            assertThat(ledger.get(PEOPLE.at("bob"))).isEmpty();
        });

        assertThat(values(ledger.under(PEOPLE.at()))).containsExactly(BOB);
    }

    @Test
    void ifTheWorkFailsNothingIsChangedAndNothingIsDoneAfterwards() {
        var heard = new ArrayList<String>();

        assertThatThrownBy(() -> ledger.alter(change -> {
                    change.put(PEOPLE.at("ana"), ANA);
                    change.afterwards(() -> heard.add("done"));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(ledger.has(PEOPLE.at("ana"))).isFalse();
        assertThat(heard).isEmpty();
    }

    @Test
    void whatComesAfterwardsFindsItDone() {
        var heard = new ArrayList<Boolean>();

        ledger.alter(change -> {
            change.put(PEOPLE.at("ana"), ANA);
            change.afterwards(() -> heard.add(ledger.has(PEOPLE.at("ana"))));
        });

        assertThat(heard).containsExactly(true);
    }

    @Test
    void changesOfManyThreadsFollowOneAnother() throws Exception {
        put(PEOPLE.at("count"), new Person("count", 0));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> increment = () -> ledger.change(change -> {
                int next = change.get(PEOPLE.at("count")).orElseThrow().number() + 1;
                change.put(PEOPLE.at("count"), new Person("count", next));
                return next;
            });
            List<Callable<Integer>> all =
                    IntStream.range(0, 200).mapToObj(_ -> increment).toList();
            for (var result : threads.invokeAll(all)) assertThat(result.get()).isPositive();
        }
        assertThat(ledger.get(PEOPLE.at("count")).orElseThrow().number()).isEqualTo(200);
    }

    @Test
    void nothingIsWrittenInClear() throws IOException {
        put(PEOPLE.at("medic", "+420123456"), ANA);
        reopen();
        put(PEOPLE.at("medic", "+420123457"), ANA);
        ledger.close();

        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, ISO_8859_1))
                        .doesNotContain(new String(ANA.name().getBytes(UTF_8), ISO_8859_1).substring("Ana ".length()))
                        .doesNotContain("medic")
                        .doesNotContain("42012345");
            }
        }
        open();
    }

    @Test
    void withANewKeyEverythingIsSealedAnewAndTheOldKeyCanGo() throws IOException {
        ledger.alter(change -> {
            for (int i = 0; i < 2500; i++) change.put(PEOPLE.at("medic", "" + i), new Person("p", i));
        });
        put(ALARMS.at(Instant.ofEpochSecond(7), "x"), ANA);

        Vault.addKey(keys, RANDOM);
        reopen();
        List<String> lines = Files.readAllLines(keys);
        Files.writeString(keys, lines.getFirst() + "\n");
        reopen();

        assertThat(ledger.under(PEOPLE.at("medic"))).hasSize(2500);
        assertThat(ledger.get(PEOPLE.at("medic", "1234"))).contains(new Person("p", 1234));
        assertThat(values(ledger.upTo(Instant.ofEpochSecond(7), ALARMS, 9))).containsExactly(ANA);
    }

    @Test
    void withoutItsKeyItSaysWhichOneIsMissing() throws IOException {
        put(PEOPLE.at("ana"), ANA);
        ledger.close();
        Path kept = Files.move(keys, folder.resolve("kept"));

        assertThatThrownBy(this::open)
                .isInstanceOf(LedgerFailure.class)
                .hasMessageContaining("put that file back in its place");

        Files.delete(keys);
        Files.move(kept, keys);
        open();
        assertThat(ledger.get(PEOPLE.at("ana"))).contains(ANA);
    }

    @Test
    void onlyOneProcessHasItOpen() {
        assertThatThrownBy(this::open)
                .isInstanceOf(LedgerFailure.class)
                .hasMessageContaining("in use by another process");
    }

    @Test
    void aCopyMadeMeanwhileOpensLikeTheOriginal() {
        put(PEOPLE.at("ana"), ANA);
        Path copy = folder.resolve("copy");
        ledger.copyTo(copy);
        put(PEOPLE.at("bob"), BOB);

        try (Ledger copied = Ledger.open(copy, Vault.open(keys, RANDOM))) {
            assertThat(values(copied.under(PEOPLE.at()))).containsExactly(ANA);
        }
    }
}
