package dev.muster.sip.ua;

import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A message of SIP, as text.
record Said(String text, SocketAddress from) {
    String first() {
        return text.lines().findFirst().orElse("");
    }

    boolean isRequest() {
        return !first().startsWith("SIP/2.0 ");
    }

    String method() {
        return isRequest() ? first().split(" ", -1)[0] : header("CSeq").replaceAll("\\d+ +", "");
    }

    int code() {
        return isRequest() ? 0 : Integer.parseInt(first().split(" ", -1)[1]);
    }

    String uri() {
        return first().split(" ", -1)[1];
    }

    List<String> headers(String name) {
        return Arrays.stream(text.split("\r\n\r\n", 2)[0].split("\r\n", -1))
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    String header(String name) {
        return headers(name).stream().findFirst().orElseThrow(() -> new AssertionError("no " + name + " in: " + text));
    }

    boolean has(String name) {
        return !headers(name).isEmpty();
    }

    String body() {
        return text.split("\r\n\r\n", 2)[1];
    }

    /// The address in angle brackets.
    String address(String name) {
        return header(name).replaceAll("(?s).*<(.*?)>.*", "$1");
    }

    Optional<String> tag(String name) {
        String value = header(name);
        int at = value.indexOf(";tag=");
        return at < 0 ? Optional.empty() : Optional.of(value.substring(at + 5).split(";", 2)[0]);
    }
}
