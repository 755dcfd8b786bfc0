package dev.muster.sip.record;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// A recording that a program brings, as it is written in the request.
///
/// @param checksum SHA-256 of the sound, in lower-case hex
record Upload(
        String call, Format format, Duration duration, int channels, int sampleRate, byte[] sound, String checksum) {
    private static final int LONGEST_CALL = 200;
    private static final long LONGEST_SECONDS = 7L * 24 * 3600;
    private static final int MOST_CHANNELS = 8;
    private static final int FASTEST = 384_000;
    private static final int HASH = 64;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNestingDepth(1)
                    .build())
            .build();

    /// Reads one.
    ///
    /// @throws IllegalArgumentException saying what is expected where there is something else
    static Upload read(byte[] body) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            return new Fields().read(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a JSON object with the fields of a recording", e);
        }
    }

    /// As far as they have been read.
    private static final class Fields {
        private @Nullable String call;
        private @Nullable Format format;
        private @Nullable Duration duration;
        private int channels;
        private int sampleRate;
        private byte @Nullable [] sound;
        private @Nullable String checksum;

        Upload read(JsonParser json) {
            if (json.nextToken() != JsonToken.START_OBJECT) throw new IllegalArgumentException("a JSON object");
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                switch (name) {
                    case "call_id" -> call = text(name, json, value);
                    case "codec" -> format = format(text(name, json, value));
                    case "duration_sec" -> duration = seconds(json, value);
                    case "channels" -> channels = number(name, json, value, MOST_CHANNELS);
                    case "sample_rate" -> sampleRate = number(name, json, value, FASTEST);
                    case "file_data" -> sound = sound(json, value);
                    case "checksum" -> checksum = checksum(text(name, json, value));
                    default -> throw new IllegalArgumentException("no other fields than those of a recording");
                }
            }
            if (json.nextToken() != null) throw new IllegalArgumentException("nothing after the JSON object");
            return new Upload(
                    there("call_id", call),
                    there("codec", format),
                    there("duration_sec", duration),
                    channels == 0 ? there("channels", null) : channels,
                    sampleRate == 0 ? there("sample_rate", null) : sampleRate,
                    there("file_data", sound),
                    there("checksum", checksum));
        }

        private static <T> T there(String name, @Nullable T value) {
            return Optional.ofNullable(value).orElseThrow(() -> new IllegalArgumentException("a field " + name));
        }

        private static String text(String name, JsonParser json, JsonToken token) {
            String text = token == JsonToken.VALUE_STRING ? json.getString() : "";
            if (text.isEmpty() || text.length() > LONGEST_CALL)
                throw new IllegalArgumentException("a text of at most " + LONGEST_CALL + " characters as " + name);
            return text;
        }

        private static Format format(String word) {
            return Format.of(word).orElseThrow(() -> new IllegalArgumentException("wav, flac or mp3 as codec"));
        }

        private static Duration seconds(JsonParser json, JsonToken token) {
            double seconds = token.isNumeric() ? json.getDoubleValue() : -1;
            if (!(seconds >= 0 && seconds <= LONGEST_SECONDS))
                throw new IllegalArgumentException("seconds as duration_sec");
            return Duration.ofMillis(Math.round(1000 * seconds));
        }

        private static int number(String name, JsonParser json, JsonToken token, int most) {
            boolean isWhole = token == JsonToken.VALUE_NUMBER_INT;
            long number = isWhole ? json.getLongValue() : 0;
            if (number < 1 || number > most)
                throw new IllegalArgumentException("a whole number up to " + most + " as " + name);
            return (int) number;
        }

        /// Straight out of what was received: as a text it would take as much again.
        private static byte[] sound(JsonParser json, JsonToken token) {
            if (token != JsonToken.VALUE_STRING) throw new IllegalArgumentException("base64 as file_data");
            return json.getBinaryValue();
        }

        private static String checksum(String text) {
            boolean isHash = text.length() == HASH && text.chars().allMatch(HexFormat::isHexDigit);
            if (!isHash) throw new IllegalArgumentException("64 hex digits as checksum");
            return text.toLowerCase(Locale.ROOT);
        }
    }
}
