package dev.muster.kit.outside;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Whatever a server sends is read or refused.
class ResponseFuzzTest {
    @FuzzTest
    void anything(byte @NotNull [] sent) {
        assertThat(read(new DrippingStream(sent))).isEqualTo(read(new ByteArrayInputStream(sent)));
    }

    @FuzzTest
    void anyBody(byte @NotNull [] chunks) {
        byte[] head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(US_ASCII);
        byte[] sent = Arrays.copyOf(head, head.length + chunks.length);
        System.arraycopy(chunks, 0, sent, head.length, chunks.length);
        assertThat(read(new DrippingStream(sent))).isEqualTo(read(new ByteArrayInputStream(sent)));
    }

    private static String read(InputStream in) {
        try {
            Response response = Response.read(new BufferedInputStream(in), Response.MOST_BODY);
            assertThat(response.status()).isBetween(200, 599);
            assertThat(response.body()).hasSizeLessThanOrEqualTo(Response.MOST_BODY);
            assertThat(response.headers().toString()).doesNotContain("\r", "\n");
            return response.status() + " " + response.headers() + " " + Arrays.toString(response.body())
                    + response.isLast();
        } catch (IOException refused) {
            return refused.toString();
        }
    }

    /// Gives one byte at a time.
    private static final class DrippingStream extends FilterInputStream {
        DrippingStream(byte[] bytes) {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            return super.read(target, from, Math.min(length, 1));
        }
    }
}
