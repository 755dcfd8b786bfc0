package dev.muster.sms.carrier.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/// Our account at Twilio.
///
/// @param tokens any of which may have signed what comes; with the first we show who we are
record Account(String sid, List<String> tokens) {
    Account {
        tokens = List.copyOf(tokens);
        // Without any, nobody could be told from Twilio.
        if (tokens.isEmpty()) throw new IllegalArgumentException("no token for Twilio");
    }

    /// @throws IllegalArgumentException if the file can't be read that the configuration names, or has no token
    static Account of(TwilioConfig config) {
        Stream<String> filed = config.authTokenFile().stream().flatMap(Account::lines);
        return new Account(
                config.accountSid(),
                Stream.concat(config.authTokens().stream(), filed)
                        .map(String::strip)
                        .filter(token -> !token.isEmpty())
                        .toList());
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new IllegalArgumentException("the file " + file + " with the token for Twilio can't be read", e);
        }
    }

    HttpRequest.Builder showTo(HttpRequest.Builder request) {
        String shown = sid + ":" + tokens.getFirst();
        return request.header("authorization", "Basic " + Base64.getEncoder().encodeToString(shown.getBytes(UTF_8)));
    }

    /// Not the tokens.
    @Override
    public String toString() {
        return "account";
    }
}
