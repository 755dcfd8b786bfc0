package dev.muster.nostr.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/// Whatever arrives in place of a filter is read as one or refused, and what is read is written the same.
class FilterFuzzTest {
    private static final Event NOTE = Events.note("hello", Tag.of("t", "a"));

    @FuzzTest
    void filter(byte @NotNull [] json) {
        Filter filter;
        try {
            filter = Filter.parse(json);
        } catch (IllegalArgumentException refused) {
            return;
        }
        assertThat(Filter.parse(filter.json())).isEqualTo(filter);
        assertThat(filter.limit(1).matches(NOTE)).isEqualTo(filter.matches(NOTE));
    }
}
