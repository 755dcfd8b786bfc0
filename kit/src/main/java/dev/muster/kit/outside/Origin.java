package dev.muster.kit.outside;

import java.net.URI;
import java.util.Locale;

/// Whom a connection leads to.
///
/// @param host a name, or an address in figures without brackets
record Origin(boolean isSecure, String host, int port) {
    /// @param address of a host, with `http` or `https`
    static Origin of(URI address) {
        boolean isSecure = "https".equalsIgnoreCase(address.getScheme());
        String host = address.getHost().toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) host = host.substring(1, host.length() - 1);
        int usual = isSecure ? 443 : 80;
        return new Origin(isSecure, host, address.getPort() < 0 ? usual : address.getPort());
    }
}
