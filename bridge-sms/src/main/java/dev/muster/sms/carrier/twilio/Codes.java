package dev.muster.sms.carrier.twilio;

import dev.muster.sms.carrier.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Twilio's error codes, in our words: its own quote numbers.
final class Codes {
    /// A text to somebody who has sent STOP.
    static final int OPTED_OUT = 21610;

    /// A sender of a kind that has to be registered for the United States, and isn't.
    static final int UNREGISTERED = 30034;

    private static final int EXPIRED = 30036;
    private static final int NOT_SIGNED_IN = 401;

    /// A phone that knows no RCS.
    private static final Set<Integer> TEXT_ONLY = Set.of(63003, 63106);

    private static final Set<Integer> TOO_MUCH = Set.of(14107, 20429, 30001);
    private static final Set<Integer> ACCOUNT = Set.of(20003, 20005, 20006, 30002);

    private static final Duration AFTER_TOO_MUCH = Duration.ofSeconds(5);
    private static final Duration AFTER_ACCOUNT = Duration.ofMinutes(5);

    private static final Map<Integer, String> WORDS = Map.ofEntries(
            Map.entry(21211, "no such number"),
            Map.entry(21408, "the account may not text this country"),
            Map.entry(21606, "this sender can't text there"),
            Map.entry(OPTED_OUT, "wants no texts"),
            Map.entry(21612, "this sender can't text there"),
            Map.entry(21614, "no mobile number"),
            Map.entry(21617, "too long"),
            Map.entry(21620, "the picture can't be fetched"),
            Map.entry(30003, "phone out of reach"),
            Map.entry(30004, "blocked"),
            Map.entry(30005, "nobody has this number"),
            Map.entry(30006, "no mobile number, or out of reach"),
            Map.entry(30007, "filtered by the network"),
            Map.entry(30008, "failed in the network"),
            Map.entry(UNREGISTERED, "the sender isn't registered (10DLC)"),
            Map.entry(EXPIRED, "not reached in time"));

    private Codes() {}

    static boolean isExpired(String code) {
        return code.equals(String.valueOf(EXPIRED));
    }

    static boolean isTextOnly(String code) {
        return TEXT_ONLY.stream().map(String::valueOf).anyMatch(code::equals);
    }

    /// What is to be said of a message that Twilio doesn't take, or only perhaps.
    static Answer answer(Outcome<String> outcome) {
        return switch (outcome) {
            case Outcome.Done<String>(var id) -> new Answer.Accepted(List.of(id));
            case Outcome.TooMuch<String>(var after) -> tooMuch(after);
            case Outcome.Unsent<String> _ -> new Answer.Later("no connection to Twilio", Optional.empty(), false);
            case Outcome.Unclear<String>(var reason) -> new Answer.Unknown(reason);
            case Outcome.Refused<String>(int status, int code) -> {
                if (TEXT_ONLY.contains(code)) yield new Answer.TextOnly(String.valueOf(code));
                if (TOO_MUCH.contains(code)) yield tooMuch(Optional.empty());
                if (status == NOT_SIGNED_IN || ACCOUNT.contains(code))
                    yield new Answer.Later("Twilio refuses the account", Optional.of(AFTER_ACCOUNT), true);
                yield new Answer.Refused(
                        String.valueOf(code), WORDS.getOrDefault(code, "refused by Twilio"), code == OPTED_OUT);
            }
        };
    }

    private static Answer tooMuch(Optional<Duration> after) {
        return new Answer.Later("too much at once", after.or(() -> Optional.of(AFTER_TOO_MUCH)), true);
    }
}
