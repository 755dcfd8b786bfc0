package dev.muster.sms.carrier.smpp;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which message a receipt is about, if it writes the id otherwise than the answer did.
///
/// What an SMSC does can be seen once an id fits in one way only. Until then, a receipt that fits none of the messages
/// that
/// went out lately is handed on with all that it may mean; one that fits several in different ways is taken by its
/// word.
final class Ids {
    private static final int REMEMBERED = 10_000;

    private final IdForm configured;
    private final Map<String, Boolean> given = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };
    private @Nullable IdForm seen;

    Ids(IdForm configured) {
        this.configured = configured;
    }

    /// Neither case nor zeros in front make another id.
    static String normal(String id) {
        String small = id.strip().toLowerCase(Locale.ROOT);
        String bare = small.replaceFirst("^0+(?=.)", "");
        return bare;
    }

    /// The id in an answer, as it is to be remembered.
    synchronized String inAnswer(String id) {
        String normal = normal(id);
        given.put(normal, true);
        return normal;
    }

    /// What the answer may have called it, the likeliest first.
    synchronized List<String> inReceipt(String id) {
        return switch (configured) {
            case AUTO -> guessed(id);
            case TEXT, HEX, DECIMAL -> as(configured, id).stream().toList();
        };
    }

    private List<String> guessed(String id) {
        List<IdForm> fitting = Stream.of(IdForm.TEXT, IdForm.HEX, IdForm.DECIMAL)
                .filter(form -> as(form, id).filter(given::containsKey).isPresent())
                .toList();
        if (fitting.size() == 1) seen = fitting.getFirst();
        if (seen != null) return as(seen, id).stream().toList();
        if (!fitting.isEmpty()) return List.of(normal(id));
        return Stream.of(IdForm.TEXT, IdForm.DECIMAL, IdForm.HEX)
                .flatMap(form -> as(form, id).stream())
                .distinct()
                .toList();
    }

    /// What the answer said, if the receipt writes ids like this.
    private static Optional<String> as(IdForm form, String id) {
        String normal = normal(id);
        return switch (form) {
            case AUTO, TEXT -> Optional.of(normal);
            case HEX ->
                normal.matches("[0-9a-f]{1,40}")
                        ? Optional.of(new BigInteger(normal, 16).toString())
                        : Optional.empty();
            case DECIMAL ->
                normal.matches("[0-9]{1,40}") ? Optional.of(new BigInteger(normal).toString(16)) : Optional.empty();
        };
    }
}
