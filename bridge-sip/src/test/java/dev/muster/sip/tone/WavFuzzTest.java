package dev.muster.sip.tone;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// Whatever is in a file, it is read or refused.
class WavFuzzTest {
    @FuzzTest
    void anything(byte @NotNull [] bytes) {
        try {
            Wav wav = Wav.read(new ByteArrayInputStream(bytes));
            var again = new ByteArrayOutputStream();
            wav.write(again);
            assertThat(Wav.read(new ByteArrayInputStream(again.toByteArray())).samples())
                    .hasSize(wav.samples().length);
        } catch (IOException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
