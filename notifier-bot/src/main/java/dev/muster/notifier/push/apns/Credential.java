package dev.muster.notifier.push.apns;

import dev.muster.notifier.device.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is known of a key or certificate that Apple is shown: all but its secret.
///
/// @param file the name of the file that it is in, without the folder
/// @param subject whose it is, as Apple has written
/// @param topics for what it may be used; none: for every app of its team
/// @param environments where it may be used
/// @param from before that it isn't valid yet
/// @param until when it expires
/// @param problem why it isn't used
public record Credential(
        String file,
        Kind kind,
        String subject,
        Set<String> topics,
        Set<Environment> environments,
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<String> problem) {
    /// How many days before the end somebody is to be reminded, each time once.
    public static final List<Integer> REMINDERS = List.of(30, 14, 7, 3, 1);

    /// By what Apple knows us.
    public enum Kind {
        /// Signs a short-lived token with each connection; doesn't expire.
        KEY,
        /// Is shown when the connection is made; lives for a year.
        CERTIFICATE,
        /// A file that is neither, or can't be read.
        UNKNOWN
    }

    static Credential unreadable(String file, String problem) {
        return new Credential(
                file, Kind.UNKNOWN, "", Set.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.of(problem));
    }

    Credential with(String newProblem) {
        return new Credential(file, kind, subject, topics, environments, from, until, Optional.of(newProblem));
    }

    /// The same at that time, when it may have expired.
    Credential at(Instant now) {
        if (problem.isPresent()) return this;
        if (until.filter(end -> !now.isBefore(end)).isPresent()) return with("has expired");
        if (from.filter(now::isBefore).isPresent()) return with("is not valid yet");
        return this;
    }

    boolean serves(String topic, Environment environment) {
        return environments.contains(environment) && (topics.isEmpty() || topics.contains(topic));
    }

    /// How many full days are left.
    public Optional<Long> daysLeft(Instant now) {
        return until.map(end -> Duration.between(now, end).toDays());
    }

    /// Which of the [#REMINDERS] is due: the smallest that isn't below what is left.
    public Optional<Integer> reminder(Instant now) {
        return until.flatMap(end -> REMINDERS.stream()
                .filter(days -> Duration.between(now, end).compareTo(Duration.ofDays(days)) <= 0)
                .reduce((_, last) -> last));
    }
}
