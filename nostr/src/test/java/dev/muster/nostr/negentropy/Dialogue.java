package dev.muster.nostr.negentropy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.event.EventId;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;

/// What our client and our server said to each other until the client knew all differences.
record Dialogue(Set<EventId> have, Set<EventId> need, int questions, long bytes) {
    private static final int MOST_QUESTIONS = 100_000;

    static Dialogue between(Records client, int clientLimit, Records server, int serverLimit) {
        NegentropyClient asking = new NegentropyClient(client, clientLimit);
        NegentropyServer asked = new NegentropyServer(server, serverLimit);
        Set<EventId> have = new LinkedHashSet<>();
        Set<EventId> need = new LinkedHashSet<>();
        byte[] question = asking.open();
        long bytes = 0;
        for (int questions = 1; questions <= MOST_QUESTIONS; questions++) {
            byte[] answer = asked.reconcile(question);
            if (clientLimit > 0) assertThat(question.length).isLessThanOrEqualTo(clientLimit);
            if (serverLimit > 0) assertThat(answer.length).isLessThanOrEqualTo(serverLimit);
            bytes += question.length + answer.length;
            NegentropyClient.Step step = asking.reconcile(answer);
            assertThat(step.have().stream().filter(id -> !have.add(id)))
                    .as("said twice")
                    .isEmpty();
            assertThat(step.need().stream().filter(id -> !need.add(id)))
                    .as("said twice")
                    .isEmpty();
            if (step.next().isEmpty()) return new Dialogue(have, need, questions, bytes);
            question = step.next().get();
        }
        throw new AssertionError("no end after " + MOST_QUESTIONS + " questions");
    }

    /// Two sets with some records in common, and what each has alone.
    record Sides(RecordArray client, RecordArray server, Set<EventId> clientAlone, Set<EventId> serverAlone) {

        /// `size` records, `different` of them on one side only, spread over so many seconds.
        static Sides random(long seed, int size, int different, int seconds) {
            Random random = new Random(seed);
            RecordArray.Builder client = RecordArray.builder();
            RecordArray.Builder server = RecordArray.builder();
            Set<EventId> clientAlone = new LinkedHashSet<>();
            Set<EventId> serverAlone = new LinkedHashSet<>();
            for (int i = 0; i < size; i++) {
                byte[] bytes = new byte[EventId.LENGTH];
                random.nextBytes(bytes);
                EventId id = new EventId(bytes);
                long timestamp = 1_700_000_000L + random.nextInt(seconds);
                boolean common = i >= different;
                boolean clients = common || random.nextBoolean();
                boolean servers = common || !clients;
                if (clients) client.add(timestamp, id);
                if (servers) server.add(timestamp, id);
                if (!servers) clientAlone.add(id);
                if (!clients) serverAlone.add(id);
            }
            return new Sides(client.build(), server.build(), clientAlone, serverAlone);
        }
    }
}
