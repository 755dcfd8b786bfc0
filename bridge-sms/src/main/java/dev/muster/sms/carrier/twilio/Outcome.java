package dev.muster.sms.carrier.twilio;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What came of one request.
sealed interface Outcome<T> {
    record Done<T>(T result) implements Outcome<T> {}

    /// Twilio has understood it, and doesn't do it.
    record Refused<T>(int status, int code) implements Outcome<T> {}

    /// Not done, because it was too much.
    record TooMuch<T>(Optional<Duration> after) implements Outcome<T> {}

    /// It hasn't left.
    record Unsent<T>() implements Outcome<T> {}

    /// Perhaps done.
    ///
    /// @param reason a word or two, never what Twilio or its SDK says
    record Unclear<T>(String reason) implements Outcome<T> {}

    /// What Twilio calls the thing that was made. Unclear, if it doesn't say.
    default Outcome<String> named(Function<T, @Nullable String> name) {
        return switch (this) {
            case Done<T>(var result) -> {
                String id = name.apply(result);
                yield id == null ? new Unclear<>("no id") : new Done<>(id);
            }
            case Refused<T>(int status, int code) -> new Refused<>(status, code);
            case TooMuch<T>(var after) -> new TooMuch<>(after);
            case Unsent<T> _ -> new Unsent<>();
            case Unclear<T>(var reason) -> new Unclear<>(reason);
        };
    }
}
