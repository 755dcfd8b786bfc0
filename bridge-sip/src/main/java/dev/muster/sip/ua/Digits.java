package dev.muster.sip.ua;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.message.Request;

/// Keys that are told by INFO, where the sound can't carry them.
final class Digits {
    private static final Pattern SIGNAL = Pattern.compile("(?im)^\\s*Signal\\s*=\\s*([0-9A-D*#])\\s*$");
    private static final Pattern DURATION = Pattern.compile("(?im)^\\s*Duration\\s*=\\s*([0-9]{1,5})\\s*$");
    private static final Pattern ALONE = Pattern.compile("(?i)\\s*([0-9A-D*#])\\s*");
    private static final int USUAL_MILLIS = 160;

    private Digits() {}

    /// @param duration as the other side has it
    record Pressed(char key, Duration duration) {}

    /// What an INFO says.
    static Optional<Pressed> pressed(Request info) {
        Optional<Pressed> relayed =
                Texts.body(info, "application", "dtmf-relay").flatMap(Digits::relayed);
        return relayed.isPresent()
                ? relayed
                : Texts.body(info, "application", "dtmf").flatMap(text -> {
                    Matcher alone = ALONE.matcher(text);
                    return alone.matches() ? Optional.of(pressed(alone.group(1), USUAL_MILLIS)) : Optional.empty();
                });
    }

    private static Optional<Pressed> relayed(String text) {
        Matcher signal = SIGNAL.matcher(text);
        if (!signal.find()) return Optional.empty();
        Matcher duration = DURATION.matcher(text);
        return Optional.of(
                pressed(signal.group(1), duration.find() ? Integer.parseInt(duration.group(1)) : USUAL_MILLIS));
    }

    private static Pressed pressed(String key, int millis) {
        return new Pressed(Character.toUpperCase(key.charAt(0)), Duration.ofMillis(millis));
    }

    /// Says it.
    static String relay(char key, Duration duration) {
        return "Signal=" + key + "\r\nDuration=" + duration.toMillis() + "\r\n";
    }
}
