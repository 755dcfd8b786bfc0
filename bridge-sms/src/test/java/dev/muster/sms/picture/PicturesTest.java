package dev.muster.sms.picture;

import static dev.muster.nostr.event.Events.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Await;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class PicturesTest {
    @RegisterExtension
    final Darkroom darkroom = new Darkroom();

    private final Lock.Locked river = Lock.lock(Darkroom.jpeg(Darkroom.SIGHT), RANDOM);

    private URI opened() throws Exception {
        Pictures.Laid laid = darkroom.pictures().lay(river.bytes());
        return darkroom.data()
                .ledger()
                .change(change -> darkroom.pictures()
                        .keepOpen(change, laid, darkroom.now().plus(Duration.ofHours(1)), river.lock()))
                .orElseThrow();
    }

    @Test
    void R48_operatorsClientsFetchWhatOnlyTheyCanOpen() throws Exception {
        URI at = darkroom.keeps(river.bytes(), Duration.ofHours(1)).orElseThrow();
        HttpResponse<byte[]> response = darkroom.fetch("GET", at);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(river.bytes());
        assertThat(response.headers().firstValue("content-type")).hasValue("application/octet-stream");
        assertThat(response.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("cache-control")).hasValue("private, max-age=3600");
        assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue("*");
    }

    @Test
    void R47_carriersSeeThePictureByHeadAndByGet() throws Exception {
        URI at = opened();
        HttpResponse<byte[]> response = darkroom.fetch("GET", at);
        HttpResponse<byte[]> head = darkroom.fetch("HEAD", at);

        assertThat(response.body()).isEqualTo(Darkroom.jpeg(Darkroom.SIGHT).bytes());
        assertThat(head.body()).isEmpty();
        for (HttpResponse<byte[]> one : List.of(response, head)) {
            assertThat(one.statusCode()).isEqualTo(200);
            assertThat(one.headers().firstValue("content-type")).hasValue("image/jpeg");
            assertThat(one.headers().firstValue("content-length")).hasValue("" + response.body().length);
            assertThat(one.headers().firstValue("cache-control")).hasValue("no-store");
        }
    }

    @Test
    void R47_anAddressCannotBeGuessedAndEnds() throws Exception {
        URI at = darkroom.keeps(river.bytes(), Duration.ofHours(1)).orElseThrow();
        assertThat(at.getPath()).matches("/m/[A-Za-z0-9_-]{32}");
        assertThat(darkroom.fetch("GET", URI.create(at + "x")).statusCode()).isEqualTo(404);
        // Whoever sees the folder can't fetch anything with what it is called there.
        String name = darkroom.files().getFirst().getFileName().toString();
        assertThat(darkroom.fetch("GET", at.resolve(name)).statusCode()).isEqualTo(404);

        darkroom.passes(Duration.ofHours(1));
        assertThat(darkroom.fetch("GET", at).statusCode()).isEqualTo(404);
        darkroom.restart();
        Await.until(() -> darkroom.files().isEmpty());
    }

    @Test
    void R48_noPictureIsOnTheDiskInTheClear() throws Exception {
        URI at = opened();
        assertThat(darkroom.fetch("GET", at).body()).asString().contains(Darkroom.SIGHT);
        darkroom.data().reopened();
        assertThat(darkroom.filesWith(Darkroom.SIGHT)).isEmpty();
        assertThat(darkroom.filesWith(river.lock().key())).isEmpty();
        // That it would be found is seen by what is no secret.
        assertThat(darkroom.filesWith("picture")).isNotEmpty();
    }

    @Test
    void whatDoesNotFitIsNotKept() throws Exception {
        darkroom.uses(new PicturesConfig(Duration.ofDays(1), 1, 1, false));
        URI first = darkroom.keeps(river.bytes(), Duration.ofHours(1)).orElseThrow();
        assertThat(darkroom.keeps(river.bytes(), Duration.ofHours(1))).isEmpty();
        assertThat(darkroom.files()).hasSize(1);

        darkroom.data().ledger().alter(change -> darkroom.pictures().forget(change, first));
        assertThat(darkroom.files()).isEmpty();
        assertThat(darkroom.fetch("GET", first).statusCode()).isEqualTo(404);
        assertThat(darkroom.keeps(new byte[(1 << 20) + 1], Duration.ofHours(1))).isEmpty();
        assertThat(darkroom.keeps(river.bytes(), Duration.ofHours(1))).isPresent();
    }

    @Test
    void whatACrashHasLeftIsRemovedAtTheNextStart() throws Exception {
        Optional<URI> kept = darkroom.keeps(river.bytes(), Duration.ofHours(1));
        Pictures.Laid laid = darkroom.pictures().lay(river.bytes());
        assertThat(laid.bytes()).isEqualTo(river.bytes().length);
        assertThat(darkroom.files()).hasSize(2);
        darkroom.restart();
        assertThat(darkroom.files()).hasSize(1);
        assertThat(kept).isPresent();
    }
}
