package dev.muster.nostr.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.muster.nostr.crypto.Hex;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/// Strict JSON: what RFC 8259 allows is read, all else is refused with the place where it stands.
class JsonReaderTest {
    @Test
    void readsArraysObjectsAndValuesInOrder() {
        var reader = reader(" { \"a\" : [ 1 , 20 ,300 ] ,\n\"b\":true,\t\"c\":\"x\" } ");

        reader.openObject();
        assertThat(reader.nextName()).isEqualTo("a");
        reader.openArray();
        var numbers = new ArrayList<Long>();
        while (reader.nextElement()) numbers.add(reader.integer(1000));
        assertThat(numbers).containsExactly(1L, 20L, 300L);
        assertThat(reader.nextName()).isEqualTo("b");
        assertThat(reader.bool()).isTrue();
        assertThat(reader.nextName()).isEqualTo("c");
        assertThat(reader.string()).isEqualTo("x");
        assertThat(reader.nextName()).isNull();
        reader.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain ASCII, longer than eight bytes",
                "a\\nb\\r\\t\\b\\f\\\"\\\\",
                "\\u0041\\u00e9\\u20ac\\ud83d\\ude00 \\/",
                "grüße, Ελλάδα, 日本, 😀, non-characters \uFFFE and \uFDD0"
            })
    void decodesStringsAsAnotherParserDoes(String inside) {
        String json = "\"" + inside + "\"";

        assertThat(reader(json).string()).isEqualTo(JsonMapper.shared().readValue(json, String.class));
    }

    @Test
    void findsTheSpecialByteWhereverItStandsInAWord() {
        for (String special : List.of("\\n", "é", "\\\"", "\\u0001", "😀", "\u007f")) {
            for (int before = 0; before < 20; before++) {
                String json = "\"" + "x".repeat(before) + special + "y".repeat(20 - before) + "\"";
                assertThat(reader(json).string()).isEqualTo(JsonMapper.shared().readValue(json, String.class));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "22ff22",
                "22c08022",
                "22c1bf22",
                "22e0808022",
                "22eda08022",
                "22edbfbf22",
                "22f0808080 22",
                "22f490808022",
                "22f5808080 22",
                "22c322",
                "22e282",
                "22f09f9822",
                "2280 22",
                "22c3"
            })
    void refusesInvalidUtf8(String hex) {
        byte[] json = Hex.parse(hex.replace(" ", ""));

        assertThatThrownBy(() -> new JsonReader(json).string()).isInstanceOf(MalformedJson.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\ud800\"",
                "\"\\udc00\"",
                "\"\\ud800x\"",
                "\"\\ud800\\u0041\"",
                "\"\\ud800\\ud800\"",
                "\"\\ude00\\ud83d\""
            })
    void refusesLoneSurrogates(String json) {
        assertThatThrownBy(() -> reader(json).string()).hasMessageContaining("no lone surrogate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\nb\"",
                "\"\u0000\"",
                "\"12345678\u001f\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u1",
                "\"",
                "\"abc",
                "\"abc\\"
            })
    void refusesControlCharactersUnknownEscapesAndOpenEnds(String json) {
        assertThatThrownBy(() -> reader(json).string()).isInstanceOf(MalformedJson.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0",
                "1e0",
                "1E2",
                "01",
                "-1",
                "-0",
                "+1",
                "\"1\"",
                "null",
                "",
                "65536",
                "99999999999999999999",
                "0x1",
                "true"
            })
    void refusesAllButPlainIntegersInRange(String json) {
        var reader = reader("[" + json + "]");
        reader.openArray();
        reader.nextElement();

        assertThatThrownBy(() -> {
                    reader.integer(65535);
                    reader.nextElement();
                })
                .isInstanceOf(MalformedJson.class);
    }

    @Test
    void readsIntegersUpToTheirLimit() {
        assertThat(reader("0").integer(0)).isZero();
        assertThat(reader("65535").integer(65535)).isEqualTo(65535);
        assertThat(reader("9223372036854775807").integer(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> reader("9223372036854775808").integer(Long.MAX_VALUE))
                .isInstanceOf(MalformedJson.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[1,]",
                "[,1]",
                "[1 2]",
                "[1",
                "[",
                "{\"a\":1,}",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "{\"a\":1 \"b\":2}",
                "{1:2}",
                "tru",
                "nul",
                "fals",
                "[1}",
                "{\"a\":1]",
                "1.",
                ".5",
                "1e",
                "1e+",
                "-",
                "00",
                "- 1",
                "NaN",
                "'a'",
                "1 2",
                "[]]",
                "{}}",
                "\u00a01"
            })
    void refusesWhatIsNotJson(String json) {
        var reader = reader(json);

        assertThatThrownBy(() -> {
                    reader.skip();
                    reader.end();
                })
                .isInstanceOf(MalformedJson.class);
    }

    @Test
    void skipsExactlyWhatAnotherStrictParserAccepts() {
        var random = new Random(1);
        var strict = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        String alphabet = "[]{}\",:0123456789.eE+-truefalsn \\u";
        int accepted = 0;
        for (int i = 0; i < 30_000; i++) {
            var json = new StringBuilder();
            int length = 1 + random.nextInt(9);
            for (int k = 0; k < length; k++) json.append(alphabet.charAt(random.nextInt(alphabet.length())));
            boolean ours = accepts(() -> {
                var reader = reader(json.toString());
                reader.skip();
                reader.end();
            });
            boolean theirs = !json.toString().isBlank() && accepts(() -> readAll(strict, json.toString()));
            if (ours != theirs) fail("one of two accepts " + json);
            if (ours) accepted++;
        }
        assertThat(accepted).isGreaterThan(300);
    }

    private static void readAll(JsonMapper mapper, String json) {
        try (var parser = mapper.createParser(json)) {
            parser.nextToken();
            parser.skipChildren();
            // skipChildren alone doesn't look behind the value.
            if (parser.nextToken() != null) throw new IllegalArgumentException("more than one value");
        }
    }

    private static boolean accepts(Runnable parse) {
        try {
            parse.run();
            return true;
        } catch (RuntimeException refused) {
            return false;
        }
    }

    @Test
    void refusesDeepNestingBeforeItCostsStack() {
        for (String opening : List.of("[", "{\"a\":")) {
            var reader = reader(opening.repeat(100_000));

            assertThatThrownBy(reader::skip).hasMessage("nested deeper than 32 levels");
        }
    }

    @Test
    void errorsNameTheFieldAndThePlaceButNeverRepeatTheText() {
        var reader = reader("{\"kind\":\"secret\"}");
        reader.openObject();
        reader.nextName();

        assertThatThrownBy(() -> reader.integer(9)).hasMessage("expected an integer from 0 to 9 in \"kind\" at byte 8");
    }

    @Test
    void errorsShowAStrangersFieldNameOnlyAsFarAsItIsHarmless() {
        var reader = reader("{\"a\\n<script>evil-evil-evil-evil\":1}");
        reader.openObject();
        reader.nextName();

        assertThatThrownBy(reader::string).hasMessage("expected a string in \"a??script?evil-evil-…\" at byte 34");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"00FF\"", "\"00f\"", "\"00ff0\"", "\"00ff00\"", "\"zz00\"", "17", "\"\u00e900\"", "\"00ff"})
    void readsHexOnlyInLowerCaseAndOfTheRightLength(String json) {
        assertThat(reader("\"00ff\"").hex(2)).containsExactly(0, 0xff);
        assertThat(reader("\"\\u00300ff\"").hex(2)).containsExactly(0, 0xff);
        assertThatThrownBy(() -> reader(json).hex(2)).isInstanceOf(MalformedJson.class);
    }

    @Test
    void copiesStringsInCanonicalForm() {
        assertThat(copied("\"a\\n\\\"é😀\"")).isEqualTo("\"a\\n\\\"é😀\"");
        assertThat(copied("\"\\u0061\\/\\u000a\\u0001\\u007f\\ud83d\\ude00\"")).isEqualTo("\"a/\\n\\u0001\u007f😀\"");
    }

    private static String copied(String json) {
        return new String(copy(json, JsonWriter::toByteArray), UTF_8);
    }

    private static <T> T copy(String json, Function<JsonWriter, T> result) {
        var writer = new JsonWriter();
        reader(json).copyString(writer);
        return result.apply(writer);
    }

    @Test
    void knowsWhenAStringIsWrittenOtherwiseInAnIdsPreimage() {
        assertThat(copy("\"\\u0001\"", JsonWriter::differsFromPreimage)).isTrue();
        assertThat(copy("\"\\u000a\\n\\u007f\"", JsonWriter::differsFromPreimage))
                .isFalse();
    }

    @Test
    void writerEscapesOnlyWhatItMust() {
        var json = new JsonWriter(0).string("\u0000\u0008\t\n\u000b\f\r\u001f \"/\\<\u007f\u2028é😀");
        var preimage = new JsonWriter(0).preimageString("\u0000\u0008\t\n\u000b\f\r\u001f \"/\\<\u007f\u2028é😀");

        assertThat(json).hasToString("\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f \\\"/\\\\<\u007f\u2028é😀\"");
        assertThat(preimage).hasToString("\"\u0000\\b\\t\\n\u000b\\f\\r\u001f \\\"/\\\\<\u007f\u2028é😀\"");
    }

    @Test
    void writerRefusesLoneSurrogates() {
        assertThatThrownBy(() -> new JsonWriter().string("\ud800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JsonWriter().string("a\udc00b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whateverIsWrittenIsReadBackTheSame() {
        var random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            String text = randomText(random);
            assertThat(new JsonReader(new JsonWriter(0).string(text).toByteArray()).string())
                    .isEqualTo(text);
        }
    }

    private static String randomText(Random random) {
        var text = new StringBuilder();
        int length = random.nextInt(30);
        while (text.length() < length) {
            int point = random.nextInt(random.nextBoolean() ? 0x80 : 0x110000);
            if (point < 0xd800 || point > 0xdfff) text.appendCodePoint(point);
        }
        return text.toString();
    }

    private static JsonReader reader(String json) {
        return new JsonReader(json.getBytes(UTF_8));
    }
}
