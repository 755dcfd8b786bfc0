package dev.muster.bench.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class StockTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void whatIsKnownOfAnEventIsTrue(Sort sort) throws IOException {
        try (Stock stock = stock(sort, 50)) {
            for (int number = 0; number < 50; number++) {
                Event event = Event.parse(Stock.json(stock.frame(number)));
                Fact fact = stock.fact(number);
                assertThat(event.flaw()).isEmpty();
                assertThat(event.kind()).isEqualTo(sort.kind());
                assertThat(event.createdAt()).isEqualTo(fact.createdAt()).isLessThanOrEqualTo(now());
                assertThat(event.tags().value("p")).isEqualTo(Optional.of(People.hex(fact.recipient())));
                if (fact.author() != Sort.ONCE) {
                    assertThat(event.author().hex()).isEqualTo(People.hex(fact.author()));
                }
                assertThat(Stock.jsonLength(stock.frame(number))).isEqualTo(event.jsonLength());
            }
        }
    }

    @Test
    void notesAndWrapsAreAsLongAsRealOnes() throws IOException {
        try (Stock notes = stock(Sort.NOTES, 100);
                Stock wraps = stock(Sort.WRAPS, 100)) {
            assertThat(averageLength(notes)).isBetween(450.0, 650.0);
            assertThat(averageLength(wraps)).isBetween(1_400.0, 1_600.0);
        }
    }

    @Test
    void moreEventsComeAfterTheOnesThatAreThere() throws IOException {
        List<byte[]> few;
        try (Stock stock = stock(Sort.NOTES, 10)) {
            few = all(stock, 10);
        }
        try (Stock stock = stock(Sort.NOTES, 20)) {
            assertThat(stock.size()).isEqualTo(20);
            assertThat(all(stock, 10)).containsExactlyElementsOf(few);
        }
    }

    @Test
    void anEventThatWasCutOffIsMadeAgain() throws IOException {
        byte[] whole;
        try (Stock stock = stock(Sort.NOTES, 10)) {
            whole = stock.frame(8);
        }
        Path file = folder.resolve("notes.frames");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 7));
        try (Stock stock = stock(Sort.NOTES, 10)) {
            assertThat(stock.frame(8)).isEqualTo(whole);
            assertThat(Event.parse(Stock.json(stock.frame(9))).flaw()).isEmpty();
        }
    }

    private Stock stock(Sort sort, int count) throws IOException {
        return Stock.of(sort, count, folder, InstantSource.system());
    }

    private static long now() {
        return InstantSource.system().instant().getEpochSecond();
    }

    private static List<byte[]> all(Stock stock, int count) {
        return IntStream.range(0, count).mapToObj(stock::frame).toList();
    }

    private static double averageLength(Stock stock) {
        return all(stock, stock.size()).stream()
                .mapToInt(Stock::jsonLength)
                .average()
                .orElseThrow();
    }
}
