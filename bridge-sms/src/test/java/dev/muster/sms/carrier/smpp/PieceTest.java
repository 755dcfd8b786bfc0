package dev.muster.sms.carrier.smpp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Optional;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class PieceTest {
    private static DeliverSm withHeader(String hex) {
        var delivery = new DeliverSm();
        delivery.setUdhi();
        delivery.setShortMessage(HexFormat.of().parseHex(hex));
        return delivery;
    }

    @ParameterizedTest
    @CsvSource({
        "0500034203026869, 66, 2, 3",
        "060804012c03026869, 300, 2, 3",
        // A port comes first.
        "0b0504158200000003ff02016869, 255, 1, 2"
    })
    void sms_R54_partsByHeader(String hex, int reference, int index, int count) {
        Piece piece = Piece.of(withHeader(hex));
        assertThat(piece.place()).contains(new Piece.Place(reference, index, count));
        assertThat(piece.bytes()).isEqualTo("hi".getBytes(US_ASCII));
    }

    @ParameterizedTest
    @CsvSource({"05000342030068, h", "05000342010168, h", "0300036869, i", "00686f, ho"})
    void sms_R54_whatMakesNoSenseIsATextOfItsOwn(String hex, String said) {
        Piece piece = Piece.of(withHeader(hex));
        assertThat(piece.place()).isEmpty();
        assertThat(new String(piece.bytes(), US_ASCII)).isEqualTo(said);
    }

    @Test
    void sms_R54_aHeaderThatIsNoneIsText() {
        DeliverSm delivery = withHeader("ff00034203026869");
        assertThat(Piece.of(delivery)).satisfies(piece -> {
            assertThat(piece.place()).isEmpty();
            assertThat(piece.bytes()).isEqualTo(delivery.getShortMessage());
        });
    }

    @Test
    void sms_R54_partsByParameters() {
        var delivery = new DeliverSm();
        delivery.setShortMessage("hi".getBytes(US_ASCII));
        delivery.setOptionalParameters(
                new OptionalParameter.Sar_msg_ref_num((short) 300),
                new OptionalParameter.Sar_total_segments((byte) 3),
                new OptionalParameter.Sar_segment_seqnum((byte) 2));
        assertThat(Piece.of(delivery).place()).contains(new Piece.Place(300, 2, 3));
    }

    @Test
    void sms_R54_thePayloadIsTheText() {
        var delivery = new DeliverSm();
        delivery.setShortMessage(new byte[0]);
        delivery.setOptionalParameters(
                new OptionalParameter.Message_payload("a".repeat(300).getBytes(US_ASCII)));
        Piece piece = Piece.of(delivery);
        assertThat(piece.place()).isEqualTo(Optional.empty());
        assertThat(piece.bytes()).hasSize(300);
    }
}
