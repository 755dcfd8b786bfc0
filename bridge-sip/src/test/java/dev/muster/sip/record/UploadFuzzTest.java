package dev.muster.sip.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/// Whatever strangers send, it is read or refused.
class UploadFuzzTest {
    @FuzzTest
    void anything(byte @NotNull [] body) {
        try {
            Upload upload = Upload.read(body);
            assertThat(upload.channels()).isBetween(1, 8);
            assertThat(upload.checksum()).hasSize(64);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    @FuzzTest
    void anyRange(byte @NotNull [] header) {
        ByteRange.read(new String(header, UTF_8), 1000)
                .filter(range -> !range.equals(ByteRange.NOWHERE))
                .ifPresent(range -> {
                    assertThat(range.from()).isBetween(0L, 999L);
                    assertThat(range.to()).isBetween(range.from() + 1, 1000L);
                });
    }
}
