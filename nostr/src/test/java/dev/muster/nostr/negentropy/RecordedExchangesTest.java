package dev.muster.nostr.negentropy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.Hex;
import dev.muster.nostr.event.EventId;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// NIP-77: what two independent implementations said to each other, both of ours would have said to the byte.
class RecordedExchangesTest {
    record Recording(String source, String records, String messages, List<Exchange> exchanges) {}

    record Exchange(
            String name,
            int records,
            int perSecond,
            int clientLacks,
            int serverLacks,
            int have,
            int need,
            List<String> messages) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Exchange> exchanges() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(RecordedExchangesTest.class.getResourceAsStream("negentropy-exchanges.json"))) {
            return JsonMapper.builder().build().readValue(file, Recording.class).exchanges().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exchanges")
    void nip77_clientAsksAsOthersDo(Exchange exchange) throws NoSuchAlgorithmException {
        NegentropyClient client = new NegentropyClient(side(exchange, exchange.clientLacks()), 0);
        List<String> messages = exchange.messages();
        assertThat(Hex.of(client.open())).isEqualTo(messages.getFirst());
        int have = 0;
        int need = 0;
        for (int i = 1; i < messages.size(); i += 2) {
            NegentropyClient.Step step = client.reconcile(Hex.parse(messages.get(i)));
            have += step.have().size();
            need += step.need().size();
            String next = i + 1 < messages.size() ? messages.get(i + 1) : "";
            assertThat(step.next().map(Hex::of).orElse("")).isEqualTo(next);
        }
        assertThat(have).isEqualTo(exchange.have());
        assertThat(need).isEqualTo(exchange.need());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exchanges")
    void nip77_serverAnswersAsOthersDo(Exchange exchange) throws NoSuchAlgorithmException {
        NegentropyServer server = new NegentropyServer(side(exchange, exchange.serverLacks()), 0);
        List<String> messages = exchange.messages();
        for (int i = 0; i < messages.size(); i += 2)
            assertThat(Hex.of(server.reconcile(Hex.parse(messages.get(i))))).isEqualTo(messages.get(i + 1));
    }

    /// The set of a side as the file describes it.
    private static RecordArray side(Exchange exchange, int lacks) throws NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        RecordArray.Builder records = RecordArray.builder();
        for (int n = 0; n < exchange.records(); n++) {
            if (lacks != 0 && n % lacks == 0) continue;
            EventId id = new EventId(sha256.digest(Integer.toString(n).getBytes(UTF_8)));
            records.add(1_700_000_000L + n / exchange.perSecond(), id);
        }
        return records.build();
    }
}
