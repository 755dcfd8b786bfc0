package dev.muster.sip.ua;

import dev.muster.sip.ua.digest.Algorithm;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Apps that speak SIP and register with us.
///
/// @param realm what they see when they are asked for a password, and the domain that they register at
/// @param transports by which they may come
/// @param digests how they may show that they know a password, the best first
/// @param sleep none: nobody is woken
/// @param shortest how often they may register at most
/// @param longest after which they have to
/// @param most how many devices an account may have
public record Apps(
        String realm,
        Set<Transport> transports,
        List<Algorithm> digests,
        Accounts accounts,
        Bindings bindings,
        News news,
        Optional<Sleep> sleep,
        Duration shortest,
        Duration longest,
        int most) {
    public Apps {
        transports = Set.copyOf(transports);
        digests = List.copyOf(digests);
        if (most < 1) throw new IllegalArgumentException("most: at least one");
    }

    /// Is told who is there.
    @FunctionalInterface
    public interface News {
        /// An app has registered, or has registered again. The next registration waits for this to return.
        void registered(String account, Binding binding);
    }

    List<String> providers() {
        return sleep.map(Sleep::providers).orElse(List.of());
    }

    boolean canWake(Push push) {
        return sleep.filter(known -> known.waking().knows(push)).isPresent();
    }

    /// So long a registration lasts at most.
    Duration longest(boolean sleeps) {
        return sleeps ? sleep.map(Sleep::longest).orElse(longest) : longest;
    }
}
