package dev.muster.relay.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The page for people who open the relay's address in a browser. Needs nothing from elsewhere, and no script.
record LandingPage(Information information, Figures figures, URI publicUrl) {
    private static final Pattern BLANK = Pattern.compile("\\{\\{([a-z]+)}}");
    private static final String PAGE = read();

    /// Nothing may be loaded, and of styles only our own: somebody who gets HTML in here gets nothing done with it.
    static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; img-src data:; style-src '" + hash(style())
                    + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Referrer-Policy",
            "no-referrer",
            "Cache-Control",
            "no-cache",
            "Vary",
            "Accept");

    private static String read() {
        try (InputStream page = LandingPage.class.getResourceAsStream("landing-page.html")) {
            if (page == null) throw new IllegalStateException("the page for browsers is not in the jar");
            return new String(page.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String style() {
        return PAGE.substring(PAGE.indexOf("<style>") + "<style>".length(), PAGE.indexOf("</style>"));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    String html() {
        Map<String, String> words = words();
        return BLANK.matcher(PAGE).replaceAll(blank -> {
            @Nullable String word = words.get(blank.group(1));
            if (word == null) throw new IllegalStateException("the page asks for " + blank.group(1));
            return Matcher.quoteReplacement(word);
        });
    }

    private Map<String, String> words() {
        var words = new HashMap<String, String>();
        Description about = information.description();
        words.put("name", escaped(about.name()));
        words.put("description", escaped(about.description()));
        words.put("address", escaped(publicUrl.toString()));
        words.put("connections", number(figures.connections()));
        words.put("subscriptions", number(figures.subscriptions()));
        words.put("events", number(figures.events()));
        words.put("uptime", uptime(figures.uptime()));
        words.put("privacy", privacy());
        words.put("writers", writers());
        words.put("message", number(information.limits().messageBytes()) + " bytes");
        words.put("most", number(information.limits().subscriptions()));
        words.put("limit", number(information.limits().maxLimit()));
        words.put("nips", nips());
        words.put("operator", operator());
        words.put("version", escaped(information.version()));
        return words;
    }

    private String privacy() {
        if (information.access().unauthenticatedInboxes()) {
            return "Encrypted messages can be read by nobody but the person they are for. Whoever knows that person’s"
                    + " public key can see how many there are.";
        }
        return "Encrypted messages are shown to nobody but the person they are for, who has to prove who they are"
                + " (NIP-42). Nobody else can read them, list them, or count them.";
    }

    private String writers() {
        boolean isOpen = information.access().members().isEmpty();
        return isOpen ? "anybody" : "members; anybody may leave them a message";
    }

    private String nips() {
        String numbers = information.nips().stream().map(LandingPage::nip).collect(Collectors.joining(", "));
        return information.pushes() ? numbers + ", 9a (a draft)" : numbers;
    }

    private static String nip(int number) {
        String two = String.format(Locale.ROOT, "%02d", number);
        return "<a href=\"https://github.com/nostr-protocol/nips/blob/master/" + two + ".md\">" + two + "</a>";
    }

    private String operator() {
        Description about = information.description();
        String npub = about.admin()
                .map(admin -> "<p>Run by <code>" + new Npub(admin).encode() + "</code></p>")
                .orElse("");
        String contact = about.contact().isEmpty() ? "" : "<p>Contact: " + contact(about.contact()) + "</p>";
        return npub + contact;
    }

    private static String contact(String contact) {
        String text = escaped(contact);
        boolean isLink = contact.startsWith("mailto:") || contact.startsWith("https://");
        return isLink ? "<a href=\"" + text + "\">" + text.replaceFirst("^mailto:", "") + "</a>" : text;
    }

    private static String number(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    private static String uptime(Duration uptime) {
        if (uptime.toDays() >= 2) return uptime.toDays() + " days";
        if (uptime.toHours() >= 2) return uptime.toHours() + " hours";
        return Math.max(1, uptime.toMinutes()) + " min";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
