package dev.muster.notifier.page;

import dev.muster.kit.http.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A file that pages load. Its name changes with its content, so browsers may keep it.
record Asset(String path, Response.Whole response) {
    private static final int DIGITS = 12;

    static Asset of(String name, String extension, String contentType) {
        byte[] bytes = new Resource(name + "." + extension).bytes();
        return new Asset(
                "/page/" + name + "." + hash(bytes) + "." + extension,
                Response.of(200, contentType, bytes)
                        .with("cache-control", "public, max-age=31536000, immutable")
                        .with("x-content-type-options", "nosniff"));
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
