package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.Hex;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.message.ClientMessage;
import dev.muster.nostr.message.ClientMessage.ContinueSync;
import dev.muster.nostr.message.ClientMessage.OpenSync;
import dev.muster.nostr.message.RelayMessage;
import dev.muster.nostr.message.RelayMessage.SyncMessage;
import dev.muster.nostr.negentropy.NegentropyClient;
import dev.muster.nostr.negentropy.NegentropyServer;
import dev.muster.nostr.negentropy.RecordArray;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rust.nostr.sdk.ClientBuilder;
import rust.nostr.sdk.Filter;
import rust.nostr.sdk.NegentropyItem;
import rust.nostr.sdk.Reconciliation;
import rust.nostr.sdk.Relay;
import rust.nostr.sdk.RelayUrl;
import rust.nostr.sdk.SyncOptions;
import tools.jackson.databind.JsonNode;

/// Two implementations find out what each of them lacks (NIP-77), whoever asks: afterwards their sets are equal.
@Timeout(600)
class NegentropyTest {
    @ParameterizedTest(name = "{0} records in common, {1} not")
    @CsvSource({
        "0,1,4096",
        "1000,200,4096",
        "100000,0,60000",
        "100000,1,60000",
        "100000,1000,60000",
        "100000,100000,500000"
    })
    @NeedsNode
    void nostrToolsAsksUs(int common, int differences, int frameLimit, NodePeer node) {
        var sets = new Sets(common, differences);
        var us = new NegentropyServer(sets.ours(), frameLimit);
        node.ask("records", sets.theirs(), frameLimit);

        var found = new Found();
        Optional<String> question = Optional.of(node.text("open"));
        while (question.isPresent()) {
            JsonNode step = node.ask("reconcile", Hex.of(us.reconcile(Hex.parse(question.get()))));
            found.byThem(step);
            question = next(step);
        }
        assertThat(found).isEqualTo(sets.differences());
    }

    /// nostr-tools has no server's role: where we list ids, it learns the difference and says nothing. So what both
    /// have learned must be all.
    @ParameterizedTest(name = "{0} records in common, {1} not")
    @CsvSource({
        "0,1,4096",
        "1000,200,4096",
        "100000,0,60000",
        "100000,1,60000",
        "100000,1000,60000",
        "100000,100000,500000"
    })
    @NeedsNode
    void weAskNostrTools(int common, int differences, int frameLimit, NodePeer node) {
        var sets = new Sets(common, differences);
        var us = new NegentropyClient(sets.ours(), frameLimit);
        node.ask("records", sets.theirs(), frameLimit);

        var found = new Found();
        Optional<byte[]> question = Optional.of(us.open());
        while (question.isPresent()) {
            JsonNode answer = node.ask("reconcile", Hex.of(question.get()));
            found.byThem(answer);
            NegentropyClient.Step step = us.reconcile(Hex.parse(next(answer).orElse("61")));
            found.byUs(step);
            question = step.next();
        }
        assertThat(found).isEqualTo(sets.differences());
    }

    /// Not more records: each is two native objects, which take 100 µs to make and to hand over.
    @ParameterizedTest(name = "{0} records in common, {1} not")
    @CsvSource({"0,1", "1000,200", "10000,0", "10000,1", "10000,1000", "10000,10000"})
    @NeedsRust
    void rustNostrAsksUs(int common, int differences) throws Exception {
        var sets = new Sets(common, differences);
        var us = new NegentropyServer(sets.ours(), 60_000);
        var url = RelayUrl.Companion.parse("ws://localhost");
        var items = sets.items();
        try (var builder = new ClientBuilder();
                var client = builder.websocketTransport(RustWire.to(message -> answer(us, message)))
                        .build()) {
            RustNostr.await(continuation -> client.addRelay(url, continuation));
            RustNostr.run(client::connect);
            Relay relay = RustNostr.await(continuation -> client.relay(url, continuation));
            Reconciliation report = RustNostr.await(
                    continuation -> relay.syncWithItems(new Filter(), items, new SyncOptions().dryRun(), continuation));
            assertThat(new Found(ids(report.getRemote()), ids(report.getLocal())))
                    .isEqualTo(sets.differences());
            RustNostr.run(client::shutdown);
        } finally {
            items.forEach(NegentropyItem::destroy);
        }
    }

    private static List<RelayMessage> answer(NegentropyServer us, ClientMessage message) {
        return switch (message) {
            case OpenSync(var id, var _, var question) -> List.of(new SyncMessage(id, us.reconcile(question)));
            case ContinueSync(var id, var question) -> List.of(new SyncMessage(id, us.reconcile(question)));
            default -> List.of();
        };
    }

    private static Optional<String> next(JsonNode step) {
        return step.get("next").asStringOpt();
    }

    /// Who has what the other lacks.
    private record Found(Set<EventId> onlyOurs, Set<EventId> onlyTheirs) {
        Found() {
            this(new HashSet<>(), new HashSet<>());
        }

        void byUs(NegentropyClient.Step step) {
            onlyOurs.addAll(step.have());
            onlyTheirs.addAll(step.need());
        }

        void byThem(JsonNode step) {
            step.get("have").forEach(id -> onlyTheirs.add(EventId.parse(id.asString())));
            step.get("need").forEach(id -> onlyOurs.add(EventId.parse(id.asString())));
        }

        /// AssertJ would print thousands of them.
        @Override
        public String toString() {
            return onlyOurs.size() + " only ours, " + onlyTheirs.size() + " only theirs";
        }
    }

    private static Set<EventId> ids(List<rust.nostr.sdk.EventId> theirs) {
        var ids = new HashSet<EventId>();
        for (var id : theirs) {
            try (id) {
                ids.add(EventId.parse(id.toHex()));
            }
        }
        return ids;
    }

    private record Item(long time, EventId id) {}

    /// Two sets of random ids, at times that many of them share.
    private static final class Sets {
        private final List<Item> common;
        private final List<Item> onlyOurs;
        private final List<Item> onlyTheirs;

        Sets(int common, int differences) {
            var random = new Random(common + differences);
            this.common = records(common, random);
            this.onlyOurs = records(differences / 2, random);
            this.onlyTheirs = records(differences - differences / 2, random);
        }

        private static List<Item> records(int count, Random random) {
            var records = new ArrayList<Item>();
            for (int i = 0; i < count; i++) {
                byte[] id = new byte[EventId.LENGTH];
                random.nextBytes(id);
                records.add(new Item(1_700_000_000 + random.nextInt(20_000), new EventId(id)));
            }
            return records;
        }

        RecordArray ours() {
            var records = RecordArray.builder();
            for (var part : List.of(common, onlyOurs)) part.forEach(each -> records.add(each.time, each.id));
            return records.build();
        }

        /// As `peer.mjs` takes them.
        List<List<Object>> theirs() {
            var records = new ArrayList<List<Object>>();
            for (var part : List.of(common, onlyTheirs)) {
                part.forEach(each -> records.add(List.of(each.time, each.id.hex())));
            }
            return records;
        }

        List<NegentropyItem> items() throws Exception {
            var items = new ArrayList<NegentropyItem>();
            for (List<Object> each : theirs()) {
                items.add(new NegentropyItem(
                        rust.nostr.sdk.EventId.Companion.parse((String) each.get(1)),
                        RustNostr.time((long) each.get(0))));
            }
            return items;
        }

        Found differences() {
            return new Found(ids(onlyOurs), ids(onlyTheirs));
        }

        private static Set<EventId> ids(List<Item> records) {
            var ids = new HashSet<EventId>();
            records.forEach(each -> ids.add(each.id));
            return ids;
        }
    }
}
