package dev.muster.notifier.page;

import static dev.muster.notifier.page.Visit.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.notifier.session.Certificate;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Whether a certificate is genuine.
@Timeout(60)
class CertificatePageTest {
    @RegisterExtension
    final TestPages pages = TestPages.at(Instant.parse("2026-01-01T17:00:00Z"));

    private final Visit visit = new Visit();

    @AfterEach
    void close() {
        visit.close();
    }

    private Certificate certificate() {
        String room = pages.sessions()
                .started("Street <medic> 101", Instant.parse("2026-01-01T16:00:00Z"), Duration.ofHours(1), "");
        return pages.sessions().certified(room);
    }

    private HttpResponse<String> page(String code) throws Exception {
        return visit.get(pages.at("/certificate/" + code));
    }

    private HttpResponse<String> json(String code) throws Exception {
        return visit.get(pages.at("/v1/certificates/" + code));
    }

    @Test
    void whoeverHasTheCodeSeesWhatItIsWorth() throws Exception {
        Certificate certificate = certificate();

        HttpResponse<String> page = page(certificate.code());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("class=\"good\">This certificate is valid.", "Street &lt;medic&gt; 101")
                .contains(new Npub(certificate.person()).encode(), "Thursday, 1 January 2026");
    }

    @Test
    void programsReadTheSameAsJson() throws Exception {
        Certificate certificate = certificate();

        HttpResponse<String> json = json(certificate.code());

        assertThat(json.statusCode()).isEqualTo(200);
        assertThat(json.body())
                .isEqualTo("{\"valid\":true,\"code\":\"" + certificate.code()
                        + "\",\"title\":\"Street <medic> 101\",\"pubkey\":\""
                        + certificate.person().hex() + "\",\"npub\":\"" + new Npub(certificate.person()).encode()
                        + "\",\"earnedAt\":1767286800,\"expiresAt\":null,\"revoked\":false,\"revokedAt\":null}");
        assertThat(header(json, "access-control-allow-origin")).isEqualTo("*");
    }

    @Test
    void whatWasWithdrawnIsNotValid() throws Exception {
        Certificate certificate = certificate();
        pages.advance(Duration.ofDays(3));
        pages.sessions().revoke(certificate);

        assertThat(page(certificate.code()).body())
                .contains("class=\"bad\">This certificate was withdrawn", "Sunday, 4 January 2026");
        assertThat(json(certificate.code()).statusCode()).isEqualTo(200);
        assertThat(json(certificate.code()).body())
                .contains("\"valid\":false", "\"revoked\":true,\"revokedAt\":1767546000");
    }

    @Test
    void theCodeMayBeTypedCarelessly() throws Exception {
        String code = certificate().code();

        assertThat(json(code.toLowerCase(Locale.ROOT).replace("-", "%20")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void anUnknownCodeIs404AndCanBeCorrected() throws Exception {
        HttpResponse<String> page = page("MED%22%3E7");

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body())
                .contains("value=\"MED&quot;&gt;7\"", "There is no certificate with this code", "autofocus");
        assertThat(json("nothing").statusCode()).isEqualTo(404);
        assertThat(json("%20").statusCode()).isEqualTo(404);
    }

    @Test
    void theFormLeadsToTheCertificatesOwnAddress() throws Exception {
        assertThat(visit.get(pages.at("/certificate")).body()).contains("<label for=\"code\">Code</label>");
        assertThat(header(visit.get(pages.at("/certificate?code=+MED+7&lang=de")), "location"))
                .isEqualTo("/certificate/MED%207?lang=de");
    }
}
