package dev.muster.sip.ice;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StunMessageTest {
    private final Properties vectors = new Properties();
    private final Integrity integrity;

    StunMessageTest() throws IOException {
        try (var in = new InputStreamReader(
                Objects.requireNonNull(StunMessageTest.class.getResourceAsStream("rfc5769.properties")), US_ASCII)) {
            vectors.load(in);
        }
        integrity = new Integrity(vectors.getProperty("password"));
    }

    private byte[] vector(String name) {
        return HexFormat.of().parseHex(vectors.getProperty(name).replace(" ", ""));
    }

    private static Optional<StunMessage> read(byte[] datagram) {
        return StunMessage.read(datagram, datagram.length);
    }

    @Test
    void rfc5769_requestIsReadAndItsSenderKnowsThePassword() {
        StunMessage request = read(vector("request")).orElseThrow();

        assertThat(request.type()).isEqualTo(StunMessage.BINDING_REQUEST);
        assertThat(request.username()).contains(vectors.getProperty("username"));
        assertThat(request.has(Attribute.PRIORITY)).isTrue();
        assertThat(request.has(Attribute.ICE_CONTROLLED)).isTrue();
        assertThat(request.has(Attribute.USE_CANDIDATE)).isFalse();
        assertThat(request.unknown()).isEmpty();
        assertThat(request.isFrom(integrity)).isTrue();
        assertThat(request.isFrom(new Integrity("VOkJxbRl1RmTxUk/WvJxBT"))).isFalse();
    }

    /// Theirs says also by which software it was written, and fills up with spaces.
    @ParameterizedTest
    @ValueSource(strings = {"ipv4", "ipv6"})
    void rfc5769_mappedAddressIsWrittenAsInTheResponse(String family) throws IOException {
        StunMessage theirs = read(vector("response." + family)).orElseThrow();
        var mapped = new InetSocketAddress(
                InetAddress.getByName(vectors.getProperty("mapped." + family)),
                Integer.parseInt(vectors.getProperty("mapped.port")));

        ByteBuffer answer = new StunWriter()
                .begin(StunMessage.BINDING_SUCCESS, vector("request"))
                .mapped(mapped)
                .sealed(integrity);
        StunMessage ours = read(FullAgent.bytes(answer)).orElseThrow();

        assertThat(theirs.isFrom(integrity)).isTrue();
        assertThat(ours.isFrom(integrity)).isTrue();
        assertThat(ours.type()).isEqualTo(theirs.type());
        assertThat(ours.value(Attribute.XOR_MAPPED_ADDRESS).orElseThrow())
                .isEqualTo(theirs.value(Attribute.XOR_MAPPED_ADDRESS).orElseThrow());
    }

    @Test
    void oneChangedByteIsNoticed() {
        byte[] request = vector("request");
        int fingerprint = request.length - 8;
        for (int i = 0; i < request.length; i++) {
            // Were it another attribute, it would be one that nobody has signed.
            if (i == fingerprint || i == fingerprint + 1) continue;
            byte[] changed = request.clone();
            changed[i] ^= 1;
            assertThat(read(changed).filter(message -> message.isFrom(integrity)))
                    .describedAs("byte %s", i)
                    .isEmpty();
        }
    }

    @Test
    void nothingThatIsCutOffIsRead() {
        byte[] request = vector("request");
        for (int length = 0; length < request.length; length++)
            assertThat(StunMessage.read(request, length))
                    .describedAs("%s bytes", length)
                    .isEmpty();
    }

    @Test
    void whatFollowsTheSignatureCountsForNothing() {
        byte[] request = vector("request");
        // In place of the fingerprint, which has four bytes more than it.
        byte[] forged = Arrays.copyOf(request, request.length - 4);
        System.arraycopy(HexFormat.of().parseHex("00250000"), 0, forged, forged.length - 4, 4);
        forged[3] = (byte) (forged[3] - 4);

        StunMessage message = read(forged).orElseThrow();

        assertThat(message.isFrom(integrity)).isTrue();
        assertThat(message.has(Attribute.USE_CANDIDATE)).isFalse();
    }

    @Test
    void whatMustBeUnderstoodIsToldFromWhatMayBePassedOver() {
        ByteBuffer message = new StunWriter()
                .begin(StunMessage.BINDING_REQUEST, vector("request"))
                .put(0xC057, new byte[5])
                .put(0x7ffe)
                .put(Attribute.NONCE, new byte[1])
                .sealed(integrity);

        StunMessage read = read(FullAgent.bytes(message)).orElseThrow();

        assertThat(read.unknown()).containsExactly(0x7ffe);
    }
}
