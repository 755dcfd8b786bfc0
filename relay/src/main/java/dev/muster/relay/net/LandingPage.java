package dev.muster.relay.net;

import java.net.URI;
import java.util.Map;

/// The page for people who open the relay's address in a browser. Needs nothing from elsewhere, and no script.
record LandingPage(Information information, Figures figures, URI publicUrl) {
    static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors"
                    + " 'none'",
            "Referrer-Policy",
            "no-referrer",
            "Vary",
            "Accept");

    String html() {
        return "<!doctype html><title>" + information.description().name() + "</title>";
    }
}
