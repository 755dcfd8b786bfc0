package dev.muster.relay.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The relay's certificate and key, read again when their files change, as they do every few weeks.
final class Certificate {
    private static final Logger LOG = LoggerFactory.getLogger(Certificate.class);

    private final Path chain;
    private final Path key;
    private volatile Loaded loaded;

    private record Loaded(SslContext tls, FileTime chainTime, FileTime keyTime) {}

    private Certificate(Path chain, Path key) throws IOException {
        this.chain = chain;
        this.key = key;
        loaded = load(chain, key);
    }

    /// @throws IOException if there are files but they can't be read, or don't hold what they should
    static Optional<Certificate> of(Listening listening) throws IOException {
        if (listening.certificate().isPresent() != listening.key().isPresent()) {
            throw new IOException("TLS needs both a certificate and a key");
        }
        if (listening.certificate().isEmpty()) return Optional.empty();
        return Optional.of(new Certificate(
                listening.certificate().orElseThrow(), listening.key().orElseThrow()));
    }

    private static Loaded load(Path chain, Path key) throws IOException {
        // Times first: a file that changes while it is read is then read again.
        FileTime chainTime = Files.getLastModifiedTime(chain);
        FileTime keyTime = Files.getLastModifiedTime(key);
        try {
            SslContext tls = SslContextBuilder.forServer(chain.toFile(), key.toFile())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
            return new Loaded(tls, chainTime, keyTime);
        } catch (IllegalArgumentException e) {
            throw new IOException("no certificate chain with its key (PEM, PKCS #8): " + chain + ", " + key, e);
        }
    }

    SslHandler handler(ByteBufAllocator allocator) {
        return loaded.tls().newHandler(allocator);
    }

    /// Reads the files again if they have changed. What is no good is not taken: the old one serves on.
    void look() {
        try {
            boolean isSame = Files.getLastModifiedTime(chain).equals(loaded.chainTime())
                    && Files.getLastModifiedTime(key).equals(loaded.keyTime());
            if (isSame) return;
            loaded = load(chain, key);
            LOG.info("the certificate was read again");
        } catch (IOException e) {
            LOG.warn("the certificate can't be read again: {}", e.getMessage());
        }
    }
}
