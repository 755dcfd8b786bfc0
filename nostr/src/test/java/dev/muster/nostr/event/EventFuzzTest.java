package dev.muster.nostr.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/// Whatever arrives in place of an event is read as one or refused, and what is read is written the same.
class EventFuzzTest {
    @FuzzTest
    void event(byte @NotNull [] json) {
        Event event;
        try {
            event = Event.parse(json);
        } catch (IllegalArgumentException refused) {
            return;
        }
        assertThat(Event.parse(event.json())).isEqualTo(event);
        // Two ways to the same id: from the canonical bytes, and from the decoded fields.
        assertThat(event.hasItsId()).isEqualTo(event.unsigned().id().equals(event.id()));
        assertThat(event.jsonLength()).isLessThanOrEqualTo(json.length);
    }
}
