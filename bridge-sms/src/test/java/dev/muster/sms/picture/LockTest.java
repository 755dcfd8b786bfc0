package dev.muster.sms.picture;

import static dev.muster.nostr.event.Events.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.sms.carrier.Media;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class LockTest {
    private static final Media PICTURE = Darkroom.jpeg("the river");

    private final Lock.Locked locked = Lock.lock(PICTURE, RANDOM);

    private static Tags with(Lock lock, String name, String value) {
        List<Tag> tags = new ArrayList<>(lock.tags());
        tags.replaceAll(tag -> tag.isNamed(name) ? Tag.of(name, value) : tag);
        return new Tags(tags);
    }

    @Test
    void nip17_whoHasTheTagsSeesThePicture() {
        Tags tags = new Tags(locked.lock().tags());
        assertThat(tags.value("file-type")).hasValue("image/jpeg");
        assertThat(tags.value("encryption-algorithm")).hasValue("aes-gcm");
        assertThat(tags.value("decryption-key").orElseThrow()).matches("[0-9a-f]{64}");
        assertThat(tags.value("decryption-nonce").orElseThrow()).matches("[0-9a-f]{32}");
        assertThat(tags.value("x")).hasValue(Lock.hash(locked.bytes()));
        assertThat(tags.value("ox")).hasValue(Lock.hash(PICTURE.bytes()));
        assertThat(tags.value("size")).hasValue("" + locked.bytes().length);
        assertThat(Lock.of(tags)).isEqualTo(locked.lock());
        assertThat(Lock.of(tags).open(locked.bytes()).bytes()).isEqualTo(PICTURE.bytes());
    }

    @Test
    void R48_eachHasAKeyOfItsOwn() {
        assertThat(Lock.lock(PICTURE, RANDOM).lock().key())
                .isNotEqualTo(locked.lock().key());
    }

    @Test
    void nip17_keysInBase64AreReadToo() {
        byte[] key = HexFormat.of().parseHex(locked.lock().key());
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            Lock read = Lock.of(with(locked.lock(), "decryption-key", encoder.encodeToString(key)));
            assertThat(read.open(locked.bytes()).bytes()).isEqualTo(PICTURE.bytes());
        }
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @CsvSource({
        "x, 00, the file that was announced",
        "ox, 00, the file that was announced",
        "decryption-key, 0000000000000000000000000000000000000000000000000000000000000000, a file that its key opens",
        "file-type, image/png, 'a picture: JPEG, PNG or GIF'",
    })
    void R47_whatIsNotWhatItIsSaidToBeIsNotOpened(String tag, String value, String expected) {
        Lock other = Lock.of(with(locked.lock(), tag, value));
        assertThatThrownBy(() -> other.open(locked.bytes())).hasMessage(expected);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "encryption-algorithm, aes-cbc",
        "decryption-key, 00",
        "decryption-key, '***'",
        "decryption-nonce, ''",
    })
    void whatNobodyCanOpenIsRefused(String tag, String value) {
        Tags tags = with(locked.lock(), tag, value);
        assertThatThrownBy(() -> Lock.of(tags)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itTellsNobodyItsKey() {
        assertThat(locked.lock() + " " + locked)
                .doesNotContain(locked.lock().key(), locked.lock().nonce());
    }
}
