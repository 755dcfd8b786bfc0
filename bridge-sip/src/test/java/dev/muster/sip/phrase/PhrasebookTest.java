package dev.muster.sip.phrase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.sip.tone.Sound;
import dev.muster.sip.tone.Wav;
import dev.muster.sip.tone.WavFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What callers hear.
class PhrasebookTest {
    @TempDir
    Path folder;

    static Stream<String> languages() {
        return Phrasebook.LANGUAGES.stream();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everySentenceIsThereAndIsASentence(String language) throws IOException {
        var sentences = new Properties();
        try (InputStream in = PhrasebookTest.class.getResourceAsStream(language + ".properties")) {
            sentences.load(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
        }
        assertThat(sentences.stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Phrase.values()).map(Phrase::file).toList());
        Phrasebook book = Phrasebook.open(new PhrasesConfig(language, Optional.empty()));
        for (Phrase phrase : Phrase.values()) {
            Sound sound = book.say(phrase);
            assertThat(sound.length()).isBetween(Sound.RATE / 3L, 10L * Sound.RATE);
            var samples = new short[(int) sound.length()];
            sound.read(0, samples, 0, samples.length);
            assertThat(loudest(samples)).as("%s is spoken, and not cut", phrase).isBetween(3000, 32_000);
        }
    }

    private static int loudest(short[] samples) {
        int loudest = 0;
        for (short sample : samples) loudest = Math.max(loudest, Math.abs(sample));
        return loudest;
    }

    @Test
    void anAdminsOwnFileIsHeardInsteadAndTheOthersAsUsual() throws IOException {
        var own = new Wav(new WavFormat(WavFormat.Encoding.PCM16, 1, Sound.RATE), new short[] {1, 2, 3});
        try (var out = Files.newOutputStream(folder.resolve("welcome.wav"))) {
            own.write(out);
        }
        Phrasebook book = Phrasebook.open(new PhrasesConfig("de", Optional.of(folder)));
        assertThat(book.say(Phrase.WELCOME).length()).isEqualTo(3);
        assertThat(book.say(Phrase.GOODBYE).length()).isGreaterThan(3);
    }

    @Test
    void aFileThatCannotBeUsedIsNamed() throws IOException {
        Files.writeString(folder.resolve("over.wav"), "no sound");
        assertThatIOException()
                .isThrownBy(() -> Phrasebook.open(new PhrasesConfig("en", Optional.of(folder))))
                .withMessageContaining("over.wav");
        assertThatIllegalArgumentException().isThrownBy(() -> new PhrasesConfig("tlh", Optional.empty()));
    }

    @Test
    void howManyAreThereIsSaidUpToThree() {
        assertThat(Stream.of(0, 1, 2, 3, 4, 100).map(Phrase::here))
                .containsExactly(
                        Phrase.ALONE,
                        Phrase.ONE_HERE,
                        Phrase.TWO_HERE,
                        Phrase.THREE_HERE,
                        Phrase.MANY_HERE,
                        Phrase.MANY_HERE);
    }
}
