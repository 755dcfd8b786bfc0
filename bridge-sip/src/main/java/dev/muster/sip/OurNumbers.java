package dev.muster.sip;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.nip19.UserInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Our telephone numbers, and who is behind each.
///
/// @param byNumber in the order in which they were named
record OurNumbers(Map<String, Behind> byNumber) {
    private static final String ACCOUNT = "account:";

    /// Who or what answers.
    sealed interface Behind {
        /// Everybody who is an operator.
        record Operators() implements Behind {}

        /// The sessions, each for who knows its PIN.
        record Rooms() implements Behind {}

        record Person(PublicKey key) implements Behind {}

        /// The apps of an account.
        record Account(String name) implements Behind {}
    }

    /// Reads what an admin has written.
    ///
    /// @param lines such as `+12025550100=operators`
    /// @throws IllegalArgumentException if one isn't of that form
    static OurNumbers of(List<String> lines) {
        var byNumber = new LinkedHashMap<String, Behind>();
        for (String line : lines) {
            int sign = line.indexOf('=');
            if (sign < 0 || !line.substring(0, sign).matches("\\+?[0-9]{2,15}"))
                throw new IllegalArgumentException("numbers: each such as +12025550100=operators, not " + line);
            byNumber.put(line.substring(0, sign), behind(line.substring(sign + 1)));
        }
        return new OurNumbers(byNumber);
    }

    private static Behind behind(String word) {
        return switch (word) {
            case "operators" -> new Behind.Operators();
            case "rooms" -> new Behind.Rooms();
            default -> {
                if (word.startsWith(ACCOUNT)) yield new Behind.Account(word.substring(ACCOUNT.length()));
                if (!word.startsWith("npub1"))
                    throw new IllegalArgumentException(
                            "numbers: behind each one operators, rooms, account:NAME, or somebody's npub, not " + word);
                yield new Behind.Person(UserInput.publicKey(word));
            }
        };
    }

    /// What a telephone has dialled; networks write it with the plus sign or without.
    Optional<Behind> called(String dialled) {
        return byNumber.entrySet().stream()
                .filter(entry -> digits(entry.getKey()).equals(digits(dialled)))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String digits(String number) {
        return number.startsWith("+") ? number.substring(1) : number;
    }

    /// The one that is shown to whom we call, unless another is wanted.
    String usual() {
        return byNumber.keySet().stream().findFirst().orElse("anonymous");
    }

    List<String> all() {
        return List.copyOf(byNumber.keySet());
    }

    /// The one that leads to sessions.
    Optional<String> ofRooms() {
        return byNumber.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Behind.Rooms)
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
