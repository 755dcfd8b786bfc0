package dev.muster.nostr.negentropy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.muster.nostr.event.EventId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

class NegentropyFuzzTest {
    private static final MessageDigest SHA256 = sha256();
    private static final RecordArray RECORDS =
            Dialogue.Sides.random(77, 100, 0, 10).client();

    @FuzzTest(maxDuration = "20s")
    void nip77_serverAnswersOrRefuses(byte[] message) {
        byte[] answer;
        try {
            answer = new NegentropyServer(RECORDS, 0).reconcile(message);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).contains("negentropy message");
            return;
        }
        assertThat(Message.ranges(answer).size()).isLessThanOrEqualTo(17 * message.length);
    }

    @FuzzTest(maxDuration = "20s")
    void nip77_clientGoesOnOrRefuses(byte[] message) {
        NegentropyClient.Step step;
        try {
            step = new NegentropyClient(RECORDS, 0).reconcile(message);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).contains("negentropy");
            return;
        }
        assertThat(step.have()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(RECORDS.size());
        assertThat(step.need()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(message.length / EventId.LENGTH);
        step.next().ifPresent(next -> assertThat(Message.ranges(next)).isNotEmpty());
    }

    @FuzzTest(maxDuration = "20s")
    void nip77_anyTwoSetsAreReconciled(FuzzedDataProvider data) {
        int limit = data.consumeBoolean() ? 4096 : 0;
        RecordArray.Builder client = RecordArray.builder();
        RecordArray.Builder server = RecordArray.builder();
        Set<EventId> clients = new HashSet<>();
        Set<EventId> servers = new HashSet<>();
        while (data.remainingBytes() > 0) {
            int sides = data.consumeInt(1, 3);
            int first = data.consumeInt(0, 0xffff);
            // Runs of records, so that small inputs make sets that are split.
            int run = data.consumeInt(1, 40);
            for (int i = 0; i < run; i++) {
                EventId id = id(first, i);
                long timestamp = first & 0xff;
                if ((sides & 1) != 0 && clients.add(id)) client.add(timestamp, id);
                if ((sides & 2) != 0 && servers.add(id)) server.add(timestamp, id);
            }
        }

        Dialogue dialogue = Dialogue.between(client.build(), limit, server.build(), limit);

        Set<EventId> clientNow = new HashSet<>(clients);
        clientNow.addAll(dialogue.need());
        servers.addAll(dialogue.have());
        assertThat(clientNow).isEqualTo(servers);
        assertThat(clients.containsAll(dialogue.have())).isTrue();
        assertThat(Collections.disjoint(clients, dialogue.need())).isTrue();
    }

    /// Ids that share long beginnings, so that bounds need long prefixes, and else are hashes as real ones are.
    /// Sets of ids with a pattern can differ and yet have one sum, and with it one fingerprint: the fuzzer found
    /// such sets.
    private static EventId id(int first, int i) {
        byte[] bytes = SHA256.digest(new byte[] {(byte) first, (byte) (first >> 8), (byte) i});
        Arrays.fill(bytes, 0, EventId.LENGTH / 2, (byte) first);
        return new EventId(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
