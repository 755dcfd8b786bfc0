package dev.muster.nostr.nip19;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// BIP-173, with the strings of its own test vectors (bitcoin/bips, bip-0173.mediawiki, BSD-2-Clause), and NIP-19's
/// limit of 5,000 characters.
class Bech32Test {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "A12UEL5L",
                "a12uel5l",
                "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
                "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
                "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j",
                "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
                "?1ezyfcl"
            })
    void bip173_readsAndWritesWhatIsValid(String text) {
        assertThat(Bech32.parse(text).encode()).isEqualTo(text.toLowerCase(Locale.ROOT));
    }

    @Test
    void bip173_theLastSeparatorEndsThePrefix() {
        Bech32 bech32 = Bech32.parse(
                "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j");

        assertThat(bech32.prefix()).isEqualTo("1");
        assertThat(bech32.data()).isEqualTo(new byte[51]);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource({
        "' 1nwldj5', character 1 is not printable ASCII",
        "\u007f1axkwrx', character 1 is not printable ASCII",
        "\u00801eym55h', character 1 is not printable ASCII",
        "de1lg7wt\u00ff, character 9 is not printable ASCII",
        "an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1569pvx,"
                + " 'the prefix may have at most 83 characters, not 84'",
        "pzry9x0s0muk, no 1 separates prefix and data",
        "1pzry9x0s0muk, the prefix is empty",
        "10a06t8, the prefix is empty",
        "1qzzfhee, the prefix is empty",
        "x1b4n0q5v, character 3 is none of its 32 letters and digits",
        "li1dgmt3, it is too short for a checksum",
        "A1G7SGD8, the checksum is wrong"
    })
    void bip173_refusesWhatIsNot(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bech32.parse(text))
                .withMessageStartingWith("not bech32: " + why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A12uEL5L", "a12UEL5L", "A12uel5l"})
    void bip173_refusesMixedCase(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bech32.parse(text))
                .withMessageContaining("upper and lower case are mixed");
    }

    @Test
    void nip19_refusesBech32m() {
        // Valid by BIP-350.
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bech32.parse("a1lqfn3a"))
                .withMessageContaining("the checksum is wrong");
    }

    @Test
    void bip173_refusesPaddingBitsThatAreNotZero() {
        // One byte is two values, the last two bits of which are padding; here they are 01.
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bech32.parse("x1qpxqa3vz"))
                .withMessageContaining("the padding bits are not zero");
    }

    @ParameterizedTest
    @CsvSource({"x1qm7ssx4, 5", "x1qqqn0an5s, 7"})
    void bip173_refusesMoreThanFourPaddingBits(String text, int bits) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bech32.parse(text))
                .withMessage("not bech32: there are " + bits + " padding bits, more than 4");
    }

    @Test
    void nip19_aTextHasAtMost5000Characters() {
        // 3116 bytes are 4986 values; separator and checksum are 7 more, which leaves 7 for the prefix.
        String longest = new Bech32("seven77", new byte[3116]).encode();

        assertThat(longest).hasSize(5000);
        assertThat(Bech32.parse(longest).data()).hasSize(3116);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Bech32("nprofile", new byte[3116]).encode())
                .withMessage("an nprofile may have at most 5000 characters, not 5001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bech32.parse(longest + "q"))
                .withMessage("not bech32: it may have at most 5000 characters, not 5001");
    }
}
