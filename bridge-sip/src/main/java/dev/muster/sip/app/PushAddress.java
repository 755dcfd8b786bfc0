package dev.muster.sip.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.sip.ua.Push;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A way to wake an app, as notifiers know it.
///
/// @param platform one of theirs: `apns-voip`, `apns`, `fcm`, `unifiedpush`
/// @param app for Apple the bundle
/// @param environment Apple's: `production` or `sandbox`
record PushAddress(String platform, String app, String token, String environment) {
    private static final Logger LOG = LoggerFactory.getLogger(PushAddress.class);

    /// RFC 8599, 7: the team, the bundle, and what it takes, such as `TEAM123456.org.example.phone.voip&remote`.
    private static final Pattern TOPIC =
            Pattern.compile("[A-Za-z0-9]{1,20}\\.([A-Za-z0-9.-]{1,120}?)(?:\\.(voip|remote))?((?:&(?:voip|remote))*)");

    private static final Pattern TOKEN = Pattern.compile("((?:[0-9a-fA-F]{2}){16,200})(?::(voip|remote))?");
    private static final String VOIP = "voip";
    private static final int LONGEST = 1_024;

    /// The ways that an app has named. None if we can't read it, or don't know that service.
    static List<PushAddress> of(Push push) {
        return switch (push.provider()) {
            case "apns" -> apple(push, "production");
            case "apns.dev" -> apple(push, "sandbox");
            case "fcm" ->
                push.id().length() <= LONGEST
                        ? List.of(new PushAddress("fcm", push.parameter().orElse("fcm"), read(push.id()), ""))
                        : List.of();
            case "webpush" -> {
                String url = read(push.id());
                yield url.startsWith("https://") && url.length() <= LONGEST
                        ? List.of(new PushAddress("unifiedpush", "webpush", url, ""))
                        : List.of();
            }
            default -> List.of();
        };
    }

    private static List<PushAddress> apple(Push push, String environment) {
        Optional<Matcher> topic =
                push.parameter().map(PushAddress::read).map(TOPIC::matcher).filter(Matcher::matches);
        if (topic.isEmpty()) return List.of();
        String bundle = topic.get().group(1);
        Optional<String> takes = Optional.ofNullable(topic.get().group(2));
        boolean isPlain = topic.get().group(3).isEmpty();
        List<PushAddress> ways = new ArrayList<>();
        for (String one : read(push.id()).split("&", -1)) {
            Matcher token = TOKEN.matcher(one);
            if (!token.matches()) return List.of();
            if (token.group(2) == null && !isPlain) LOG.warn("an app doesn't say what its token is for; it may ring");
            // Apps leave it out where there is only one.
            String label = Optional.ofNullable(token.group(2)).or(() -> takes).orElse("remote");
            String platform = label.equals(VOIP) ? "apns-voip" : "apns";
            ways.add(new PushAddress(platform, bundle, token.group(1), environment));
        }
        boolean areDifferent =
                ways.stream().map(PushAddress::platform).distinct().count() == ways.size();
        return areDifferent ? ways : List.of();
    }

    /// What can't stand in an address of SIP is escaped in it.
    private static String read(String escaped) {
        try {
            return URLDecoder.decode(escaped.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /// Those that we know.
    static List<String> providers() {
        return Arrays.asList("apns", "apns.dev", "fcm", "webpush");
    }

    /// Without what an app can be woken by.
    @Override
    public String toString() {
        return "PushAddress[" + platform + "]";
    }
}
