package dev.muster.nostr.event;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// NIP-01: how events are asked for.
class FilterTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @Test
    void readsEveryCondition() {
        Filter filter = parse("""
            {"ids":["%s"],"authors":["%s"],"kinds":[1,1059],"#e":["%s"],"#p":["%s"],"#t":["","a b","é"],"#E":["x"],
             "since":1,"until":2,"limit":3}\
            """.replace("%s", HEX));

        assertThat(filter.ids()).containsExactly(EventId.parse(HEX));
        assertThat(filter.authors()).hasSize(1);
        assertThat(filter.kinds()).containsExactly(1, 1059);
        assertThat(filter.tags()).containsOnlyKeys('e', 'p', 't', 'E').containsEntry('t', Set.of("", "a b", "é"));
        assertThat(filter.since()).isEqualTo(1);
        assertThat(filter.until()).isEqualTo(2);
        assertThat(filter.limit()).hasValue(3);
        assertThat(Filter.parse(filter.json())).isEqualTo(filter);
    }

    @Test
    void anEmptyFilterMatchesEverything() {
        assertThat(parse("{}")).isEqualTo(Filter.ALL).hasToString("{}");
        assertThat(Filter.ALL.matches(Events.note("x"))).isTrue();
    }

    @Test
    void whatIsBuiltReadsBackTheSame() {
        Filter filter = Filter.ALL
                .ids(List.of(EventId.parse(HEX)))
                .authors(List.of(ALICE.publicKey()))
                .kinds(3, 1, 3)
                .tagged('p', List.of(HEX))
                .since(5)
                .until(6)
                .limit(0);

        assertThat(Filter.parse(filter.json())).isEqualTo(filter).hasSameHashCodeAs(filter);
        assertThat(filter.kinds()).containsExactly(1, 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ids\":[\"abc\"]}",
                "{\"ids\":[\"0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef\"]}",
                "{\"authors\":[1]}",
                "{\"authors\":\"x\"}",
                "{\"#e\":[\"not-hex\"]}",
                "{\"#p\":[\"npub1\"]}",
                "{\"#p\":[\"0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef\"]}",
                "{\"#t\":[1]}",
                "{\"#t\":\"x\"}"
            })
    void B01_15_refusesWhatIsNotAListOfExactValues(String json) {
        refuses(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ids", "authors", "kinds", "#e", "#p", "#t"})
    void B01_16_refusesEmptyLists(String name) {
        assertThatThrownBy(() -> parse("{\"" + name + "\":[]}"))
                .hasMessageContaining("at least one value in \"" + name + "\"");
        assertThatThrownBy(() -> Filter.ALL.kinds(new int[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Filter.ALL.ids(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Filter.ALL.tagged('t', List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"search\":\"x\"}",
                "{\"#foo\":[\"x\"]}",
                "{\"#\":[\"x\"]}",
                "{\"#1\":[\"x\"]}",
                "{\"foo\":1}",
                "{\"#é\":[\"x\"]}"
            })
    void B01_16_unknownConditionsAreUnsupportedNotInvalid(String json) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(UnsupportedFilter.class)
                .hasMessage("filter contains unknown elements");
    }

    @Test
    void B01_17_bothCasesOfALetterAreDistinctAndOnlyTheFirstValueCounts() {
        Event event = Events.note(
                "", Tag.of("t", "first", "second"), Tag.of("E", "upper"), Tag.of("tt", "long"), Tag.of("x"));

        assertThat(Filter.ALL.tagged('t', List.of("first")).matches(event)).isTrue();
        assertThat(Filter.ALL.tagged('t', List.of("second")).matches(event)).isFalse();
        assertThat(Filter.ALL.tagged('T', List.of("first")).matches(event)).isFalse();
        assertThat(Filter.ALL.tagged('E', List.of("upper")).matches(event)).isTrue();
        assertThat(Filter.ALL.tagged('t', List.of("long")).matches(event)).isFalse();
        assertThat(Filter.ALL.tagged('x', List.of("")).matches(event)).isFalse();
    }

    @Test
    void B01_18_conditionsAreAndedAndTheirValuesOred() {
        Event event = Events.signed(ALICE, 100, 7, Tags.of(Tag.of("t", "a"), Tag.of("r", "b")), "");
        Filter both = Filter.ALL
                .authors(List.of(ALICE.publicKey(), BOB.publicKey()))
                .kinds(1, 7)
                .ids(List.of(event.id()))
                .tagged('t', List.of("a", "z"))
                .tagged('r', List.of("b"));

        assertThat(both.matches(event)).isTrue();
        assertThat(both.authors(List.of(BOB.publicKey())).matches(event)).isFalse();
        assertThat(both.kinds(1).matches(event)).isFalse();
        assertThat(both.ids(List.of(EventId.parse(HEX))).matches(event)).isFalse();
        assertThat(both.tagged('r', List.of("a")).matches(event)).isFalse();
        assertThat(both.tagged('q', List.of("a")).matches(event)).isFalse();
    }

    @Test
    void B01_19_sinceAndUntilAreInclusive() {
        Event event = Events.signed(ALICE, 100, 1, Tags.NONE, "");

        assertThat(Filter.ALL.since(100).until(100).matches(event)).isTrue();
        assertThat(Filter.ALL.since(101).matches(event)).isFalse();
        assertThat(Filter.ALL.until(99).matches(event)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"since\":-1}",
                "{\"until\":1.5}",
                "{\"until\":null}",
                "{\"limit\":-1}",
                "{\"limit\":\"1\"}",
                "{\"limit\":1e3}",
                "{\"kinds\":[65536]}",
                "{\"kinds\":[1.0]}"
            })
    void B01_19_refusesNumbersThatAreNotPlainIntegers(String json) {
        refuses(json);
    }

    @Test
    void B01_21_aLimitMayBeNoneOrMoreThanThereIs() {
        assertThat(parse("{\"limit\":0}").limit()).hasValue(0);
        assertThat(parse("{\"limit\":99999999999}").limit()).hasValue(Integer.MAX_VALUE);
    }

    @Test
    void refusesAConditionThatComesTwice() {
        assertThatThrownBy(() -> parse("{\"kinds\":[1],\"kinds\":[2]}")).hasMessageContaining("each condition once");
        refuses("{\"#t\":[\"a\"],\"#t\":[\"b\"]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "1", "", "{", "{}x", "{\"kinds\":{}}"})
    void refusesWhatIsNoFilter(String json) {
        refuses(json);
    }

    private static void refuses(String json) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .isNotInstanceOf(UnsupportedFilter.class);
    }

    private static Filter parse(String json) {
        return Filter.parse(json.getBytes(UTF_8));
    }
}
