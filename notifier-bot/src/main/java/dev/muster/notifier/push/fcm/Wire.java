package dev.muster.notifier.push.fcm;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Carries what Google's library asks for, over HTTP/2 with the JDK's client.
///
/// The library's own client can't be told where Google is, which proxies and tests need, and this one gives up what
/// it does when the thread is interrupted.
final class Wire extends HttpTransport {
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final String GOOGLE = "fcm.googleapis.com";

    private final HttpClient client;
    private final URI server;

    /// @throws IllegalArgumentException if the certificates can't be read
    Wire(FcmConfig config) {
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECTING);
        config.proxy()
                .ifPresent(at -> builder.proxy(ProxySelector.of(new InetSocketAddress(at.getHost(), at.getPort()))));
        config.ca().map(Wire::trusting).ifPresent(builder::sslContext);
        this.client = builder.build();
        this.server = config.server();
    }

    private static SSLContext trusting(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem))
                trusted.setCertificateEntry(String.valueOf(trusted.size()), one);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return tls;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("the file " + file + " has no certificates in PEM format", e);
        }
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
        URI asked = URI.create(url);
        return new Asked(method, GOOGLE.equals(asked.getHost()) ? server.resolve(asked.getRawPath()) : asked);
    }

    @Override
    public void shutdown() {
        client.shutdownNow();
    }

    private final class Asked extends LowLevelHttpRequest {
        private final String method;
        private final HttpRequest.Builder request;

        Asked(String method, URI to) {
            this.method = method;
            this.request = HttpRequest.newBuilder(to);
        }

        @Override
        public void addHeader(String name, String value) {
            request.header(name, value);
        }

        @Override
        public void setTimeout(int connecting, int reading) {
            if (reading > 0) request.timeout(Duration.ofMillis(reading));
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            var body = new ByteArrayOutputStream();
            if (getStreamingContent() != null) getStreamingContent().writeTo(body);
            if (getContentType() != null) request.header("Content-Type", getContentType());
            if (getContentEncoding() != null) request.header("Content-Encoding", getContentEncoding());
            request.method(method, BodyPublishers.ofByteArray(body.toByteArray()));
            try {
                return new Answered(client.send(request.build(), BodyHandlers.ofByteArray()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("given up").initCause(e);
            }
        }
    }

    private static final class Answered extends LowLevelHttpResponse {
        private final HttpResponse<byte[]> response;
        private final List<Map.Entry<String, String>> headers;

        Answered(HttpResponse<byte[]> response) {
            this.response = response;
            this.headers = response.headers().map().entrySet().stream()
                    .flatMap(header -> header.getValue().stream().map(value -> Map.entry(header.getKey(), value)))
                    .toList();
        }

        /// The library meets a 503 with tries of its own that go on for 7.5 s and can't be switched off. A 500 means
        /// the same to us, and is left to us.
        @Override
        public int getStatusCode() {
            return response.statusCode() == 503 ? 500 : response.statusCode();
        }

        @Override
        public InputStream getContent() {
            return new ByteArrayInputStream(response.body());
        }

        @Override
        public long getContentLength() {
            return response.body().length;
        }

        private @Nullable String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        @Override
        public @Nullable String getContentEncoding() {
            return header("content-encoding");
        }

        @Override
        public @Nullable String getContentType() {
            return header("content-type");
        }

        @Override
        public String getStatusLine() {
            return "HTTP " + getStatusCode();
        }

        @Override
        public @Nullable String getReasonPhrase() {
            return null;
        }

        @Override
        public int getHeaderCount() {
            return headers.size();
        }

        @Override
        public String getHeaderName(int at) {
            return headers.get(at).getKey();
        }

        @Override
        public String getHeaderValue(int at) {
            return headers.get(at).getValue();
        }
    }
}
