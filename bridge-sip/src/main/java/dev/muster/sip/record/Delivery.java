package dev.muster.sip.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.sip.record.Recording.Copy;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;

/// What is said when a recording is uploaded: names and order as in "Test Recording Upload" of the platform's
/// setup.
final class Delivery {
    /// An hour and a half of MP3, four minutes of WAV for each megabyte: as much as one request may reasonably
    /// have.
    static final long LONGEST = 96L << 20;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Delivery() {}

    /// @throws IOException if the recording is damaged
    static byte[] json(Recording recording, Copy copy, Playback sound) throws IOException {
        var json = new ByteArrayOutputStream((int) (sound.length() / 3 * 4) + 1024);
        write(json, "{\"call_id\":" + JSON.writeValueAsString(recording.call()));
        write(json, ",\"codec\":\"" + copy.format().word() + "\"");
        write(json, ",\"duration_sec\":" + Math.round(recording.duration().toMillis() / 1000.0));
        write(json, ",\"channels\":" + recording.channels());
        write(json, ",\"sample_rate\":" + copy.sampleRate());
        write(json, ",\"file_data\":\"");
        try (OutputStream base64 = Base64.getEncoder().wrap(unclosed(json))) {
            sound.writeTo(base64, 0, sound.length());
        }
        write(json, "\",\"checksum\":\"" + copy.sha256() + "\"}");
        return json.toByteArray();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }

    /// The end of base64 isn't that of the whole.
    private static OutputStream unclosed(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }
}
