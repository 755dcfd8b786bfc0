package dev.muster.sip.dtls;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.bouncycastle.tls.DatagramTransport;

/// Whatever comes, nobody gets keys for it.
class DtlsFuzzTest {
    private static final Identity IDENTITY = Identity.create(new SecureRandom(), InstantSource.system());

    @FuzzTest
    void toAServer(byte @NotNull [] bytes) {
        send(bytes, Role.SERVER);
    }

    @FuzzTest
    void toAClient(byte @NotNull [] bytes) {
        send(bytes, Role.CLIENT);
    }

    private static void send(byte[] bytes, Role role) {
        var terms = new Terms(IDENTITY, List.of(IDENTITY.fingerprint()), role);
        var sender = new Sender(ByteBuffer.wrap(bytes));
        assertThatThrownBy(() -> DtlsConnection.shakeHands(terms, role, sender)).isInstanceOf(IOException.class);
    }

    /// Sends what the bytes say, the length before each datagram, and then nothing any more.
    private record Sender(ByteBuffer bytes) implements DatagramTransport {
        @Override
        public int receive(byte[] target, int offset, int length, int waitMillis) throws InterruptedIOException {
            if (bytes.remaining() < 2) throw new InterruptedIOException("that was all");
            int wanted = bytes.getShort() & 0xffff;
            int sent = Math.min(Math.min(wanted, length), bytes.remaining());
            bytes.get(target, offset, sent);
            return sent;
        }

        @Override
        public void send(byte[] buffer, int offset, int length) {
            // Nobody hears it.
        }

        @Override
        public int getReceiveLimit() {
            return 1500;
        }

        @Override
        public int getSendLimit() {
            return 1200;
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }
}
