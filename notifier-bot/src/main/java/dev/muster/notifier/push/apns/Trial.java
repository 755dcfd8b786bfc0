package dev.muster.notifier.push.apns;

/// Whether one of Apple's servers knows one credential.
///
/// @param topic what it was tried with
/// @param server host and port
/// @param answer Apple's word, or why there is none
public record Trial(Credential credential, String topic, String server, Outcome outcome, String answer) {
    /// What Apple's word means for the credential.
    public enum Outcome {
        /// All that was wrong with the push is that nobody has its token.
        KNOWN,
        /// Apple knows it, and doesn't let it push to this app.
        NOT_FOR_TOPIC,
        /// Apple doesn't know it.
        REFUSED,
        /// Nobody has said anything that would tell.
        UNCLEAR
    }

    static Outcome outcome(Answer answer) {
        return switch (answer) {
            case Answer.Accepted _ -> Outcome.KNOWN;
            case Answer.Failed _, Answer.Absent _ -> Outcome.UNCLEAR;
            case Answer.Rejected(var status, var reason, var _) ->
                switch (reason) {
                    case "BadDeviceToken", "DeviceTokenNotForTopic", "Unregistered", "ExpiredToken" -> Outcome.KNOWN;
                    case "BadTopic", "TopicDisallowed" -> Outcome.NOT_FOR_TOPIC;
                    default -> status == 403 ? Outcome.REFUSED : Outcome.UNCLEAR;
                };
        };
    }

    static String word(Answer answer) {
        return switch (answer) {
            case Answer.Accepted _ -> "accepted";
            case Answer.Failed(var reason, var _) -> reason;
            case Answer.Absent(var reason) -> reason;
            case Answer.Rejected(var _, var reason, var _) -> reason;
        };
    }
}
