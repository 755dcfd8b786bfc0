package dev.muster.nostr.nip19;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.nip19.Bech32Entity.Naddr;
import dev.muster.nostr.nip19.Bech32Entity.Ncryptsec;
import dev.muster.nostr.nip19.Bech32Entity.Nevent;
import dev.muster.nostr.nip19.Bech32Entity.Note;
import dev.muster.nostr.nip19.Bech32Entity.Nprofile;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.nostr.nip19.Bech32Entity.Nsec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a person may give as a key or an id, and what they are told when it is something else.
class UserInputTest {
    private static final SecretKey SECRET =
            SecretKey.parse("67dea2ed018072d675f5415ecfaed7d2597555e202d85b3d65ea4e58d2d92ffa");
    private static final PublicKey KEY = SECRET.publicKey();
    private static final EventId ID = new EventId(KEY.bytes());
    private static final List<String> RELAYS = List.of("wss://relay.example.com");

    private static final String NPUB = new Npub(KEY).encode();
    private static final String NSEC = new Nsec(SECRET).encode();
    private static final String NOTE = new Note(ID).encode();
    private static final String NPROFILE = new Nprofile(KEY, RELAYS).encode();
    private static final String NEVENT = new Nevent(ID, RELAYS, Optional.empty(), OptionalInt.empty()).encode();
    private static final String NADDR = new Naddr("", RELAYS, KEY, 10002).encode();
    private static final String NCRYPTSEC = new Ncryptsec(new byte[Ncryptsec.LENGTH]).encode();

    @Test
    void aPublicKeyIsAnNpubAnNprofileOrHex() {
        assertThat(Stream.of(NPUB, NPROFILE, KEY.hex(), "nostr:" + NPUB, NPUB.toUpperCase(Locale.ROOT)))
                .allSatisfy(text -> assertThat(UserInput.publicKey(text)).isEqualTo(KEY));
    }

    @Test
    void aSecretKeyIsAnNsecOrHex() {
        assertThat(Stream.of(NSEC, SECRET.hex(), NSEC.toUpperCase(Locale.ROOT)))
                .allSatisfy(text -> assertThat(UserInput.secretKey(text)).isEqualTo(SECRET));
    }

    @Test
    void anEventIdIsANoteAnNeventOrHex() {
        assertThat(Stream.of(NOTE, NEVENT, ID.hex(), "nostr:" + NEVENT))
                .allSatisfy(text -> assertThat(UserInput.eventId(text)).isEqualTo(ID));
    }

    @ParameterizedTest
    @MethodSource
    void notAPublicKey(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UserInput.publicKey(text))
                .withMessage("expected an npub, an nprofile or 64 hex digits" + why);
    }

    static Stream<Arguments> notAPublicKey() {
        return Stream.of(
                Arguments.of(NSEC, ", but this is an nsec: keep it secret"),
                Arguments.of(NCRYPTSEC, ", but this is an ncryptsec, a secret key that only its password opens"),
                Arguments.of(NOTE, ", but this is a note"),
                Arguments.of(NEVENT, ", but this is an nevent"),
                Arguments.of(NADDR, ", but this is an naddr"),
                Arguments.of("", " (not bech32: no 1 separates prefix and data)"),
                Arguments.of("alice", " (not bech32: no 1 separates prefix and data)"),
                Arguments.of(NPUB + "q", " (not bech32: the checksum is wrong, so something is mistyped or missing)"),
                Arguments.of(KEY.hex().toUpperCase(Locale.ROOT), " (not lower-case hex)"),
                Arguments.of(KEY.hex().substring(1), " (hex has an odd number of digits: 63)"),
                Arguments.of(KEY.hex() + "00", " (a public key has 32 bytes, not 33)"));
    }

    @ParameterizedTest
    @MethodSource
    void notASecretKey(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UserInput.secretKey(text))
                .withMessage("expected an nsec or 64 hex digits" + why);
    }

    static Stream<Arguments> notASecretKey() {
        return Stream.of(
                Arguments.of(NPUB, ", but this is an npub"),
                Arguments.of(NPROFILE, ", but this is an nprofile"),
                Arguments.of(NCRYPTSEC, ", but this is an ncryptsec, a secret key that only its password opens"),
                Arguments.of("nostr:" + NSEC, " (a secret key is never a nostr: link)"),
                Arguments.of("0".repeat(64), " (a secret key lies between 1 and the order of the curve)"));
    }

    @ParameterizedTest
    @MethodSource
    void notAnEventId(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UserInput.eventId(text))
                .withMessage("expected a note, an nevent or 64 hex digits" + why);
    }

    static Stream<Arguments> notAnEventId() {
        return Stream.of(
                Arguments.of(NPUB, ", but this is an npub"),
                Arguments.of(NSEC, ", but this is an nsec: keep it secret"),
                Arguments.of(NADDR, ", but this is an naddr"),
                Arguments.of("00", " (an event id has 32 bytes, not 1)"));
    }

    @Test
    void aMistypedSecretIsNotRepeated() {
        String mistyped = NSEC.substring(0, 40) + "b" + NSEC.substring(41);

        assertThat(Stream.of(
                        NSEC,
                        mistyped,
                        NSEC + "q",
                        SECRET.hex() + "1",
                        SECRET.hex().substring(1)))
                .allSatisfy(text -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> UserInput.publicKey(text))
                        .satisfies(e -> assertThat(e)
                                .hasMessageNotContaining(text.substring(8, 16))
                                .hasMessageNotContaining(text)));
    }
}
