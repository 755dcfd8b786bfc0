package dev.muster.sip.ua.digest;

/// What is kept of a password, by which it can be recognized and not be read: `H(A1)` of RFC 7616. It counts for one
/// account in one realm, and there it is as good as the password.
///
/// @param md5 for apps that know nothing else
public record Ha1(String md5, String sha256) {
    public static Ha1 of(String account, String realm, String password) {
        return new Ha1(Algorithm.MD5.of(account, realm, password), Algorithm.SHA_256.of(account, realm, password));
    }

    String by(Algorithm algorithm) {
        return switch (algorithm) {
            case MD5 -> md5;
            case SHA_256 -> sha256;
        };
    }

    /// Nothing that could be tried out.
    @Override
    public String toString() {
        return "Ha1[]";
    }
}
