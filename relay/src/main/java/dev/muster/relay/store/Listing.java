package dev.muster.relay.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Visits all events that match, in the order of the indexes.
final class Listing {
    private final Library library;
    private final IdVisitor visitor;
    private final Set<Long> seen = new HashSet<>();
    private final byte[] id = new byte[32];
    private boolean goesOn = true;

    Listing(Library library, IdVisitor visitor) {
        this.library = library;
        this.visitor = visitor;
    }

    void run(List<Wanted> anyOf) {
        try (Database.Walk walk = library.walkOrder()) {
            for (Wanted wanted : anyOf) {
                var plan = new Plan(library, wanted, Integer.MAX_VALUE);
                boolean mayRepeat = anyOf.size() > 1 || !plan.isDisjoint();
                plan.streams(walk, stream -> {
                    if (goesOn) list(walk, stream, mayRepeat);
                });
            }
        }
    }

    private void list(Database.Walk walk, Stream stream, boolean mayRepeat) {
        for (boolean more = stream.start(walk); more && goesOn; more = stream.next(walk)) {
            long sequence = stream.sequence();
            StoredEvent event =
                    library.event(sequence).filter(stream.wanted()::matches).orElse(null);
            if (event == null || (mayRepeat && !seen.add(sequence))) continue;
            event.copyId(id, 0);
            goesOn = visitor.visit(event.createdAt(), id, 0);
        }
    }
}
