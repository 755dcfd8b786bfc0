package dev.muster.sip.ice;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Whatever comes is a STUN message or isn't, and every attribute of one can be asked for.
class StunFuzzTest {
    private final Integrity integrity = new Integrity("a password nobody knows");

    @FuzzTest
    void anything(byte @NotNull [] datagram) {
        ask(datagram);
    }

    /// Past the checks that chance doesn't pass.
    @FuzzTest
    void anyAttributes(byte @NotNull [] attributes) {
        byte[] request = new StunWriter()
                .begin(StunMessage.BINDING_REQUEST, new byte[StunMessage.HEADER])
                .sealed(integrity)
                .array();
        byte[] message = Arrays.copyOf(request, StunMessage.HEADER + attributes.length / 4 * 4);
        System.arraycopy(attributes, 0, message, StunMessage.HEADER, message.length - StunMessage.HEADER);
        ByteBuffer.wrap(message).putShort(2, (short) (message.length - StunMessage.HEADER));
        ask(message);
    }

    private void ask(byte[] datagram) {
        StunMessage.read(datagram, datagram.length).ifPresent(message -> {
            assertThat(message.isFrom(integrity)).isFalse();
            assertThat(message.unknown()).allMatch(code -> code < 0x8000);
            for (Attribute attribute : Attribute.values())
                assertThat(message.value(attribute).isPresent()).isEqualTo(message.has(attribute));
            message.username().ifPresent(name -> assertThat(name.length()).isLessThanOrEqualTo(datagram.length));
        });
    }
}
