package dev.muster.notifier.push.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Who we are to push services.
@Timeout(60)
class VapidTest {
    private static final String ORIGIN = "https://push.example.org";
    private static final String SUBJECT = "mailto:admin@example.org";

    private final SecureRandom random = new SecureRandom();
    private final Path file;
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    VapidTest(@TempDir Path folder) {
        file = folder.resolve("keys/vapid.key");
    }

    private Vapid open() {
        return Vapid.open(file, () -> now, random);
    }

    private static String token(Vapid vapid, String origin) {
        String authorization =
                vapid.authorization(origin, SUBJECT, vapid.newest()).orElseThrow();
        assertThat(authorization).startsWith("vapid t=").endsWith(", k=" + vapid.newest());
        return authorization.substring("vapid t=".length(), authorization.indexOf(','));
    }

    @Test
    void push_R51_whomItIsForUntilWhenAndFromWhom() {
        String[] parts = token(open(), ORIGIN).split("\\.", -1);

        JsonNode claims = JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(parts[1]));
        assertThat(claims.path("aud").asString()).isEqualTo(ORIGIN);
        assertThat(claims.path("sub").asString()).isEqualTo(SUBJECT);
        assertThat(Instant.ofEpochSecond(claims.path("exp").asLong())).isEqualTo(now.plus(Duration.ofHours(12)));
    }

    @Test
    void push_R51_oneTokenAnOriginForHours() {
        Vapid vapid = open();
        String first = token(vapid, ORIGIN);
        assertThat(token(vapid, "https://elsewhere.example.org")).isNotEqualTo(first);
        now = now.plus(Duration.ofHours(5));
        assertThat(token(vapid, ORIGIN)).isEqualTo(first);
        now = now.plus(Duration.ofHours(2));
        assertThat(token(vapid, ORIGIN)).isNotEqualTo(first);
    }

    @Test
    void push_R56_anOldKeyStaysForThoseWhoSubscribedWithIt() throws Exception {
        String old = open().newest();
        String before = Files.readString(file);
        Files.delete(file);
        String fresh = open().newest();
        Files.writeString(file, "# 2026\n" + Files.readString(file) + "\n" + before);

        Vapid vapid = open();

        assertThat(vapid.newest()).isEqualTo(fresh).isNotEqualTo(old);
        assertThat(vapid.authorization(ORIGIN, SUBJECT, old))
                .hasValueSatisfying(text -> assertThat(text).endsWith("k=" + old));
        assertThat(vapid.authorization(ORIGIN, SUBJECT, "somebody else's")).isEmpty();
    }

    @Test
    void aNewFileIsForItsOwnerAlone() throws Exception {
        String made = open().newest();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(open().newest()).isEqualTo(made);
        assertThat(Base64.getUrlDecoder().decode(made)).hasSize(65);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "one", "one two", "one two three"})
    void aDamagedFileIsNamed(String content) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);

        assertThatThrownBy(this::open).hasMessageContaining(file.toString());
    }

    @Test
    void keysThatDontBelongTogetherAreRefusedAndNotShown() throws Exception {
        open();
        String[] one = Files.readString(file).strip().split(" ", -1);
        Files.delete(file);
        open();
        String[] other = Files.readString(file).strip().split(" ", -1);
        Files.writeString(file, one[0] + " " + other[1]);

        assertThatThrownBy(this::open).hasMessageContaining("damaged").hasMessageNotContaining(other[1]);
    }
}
