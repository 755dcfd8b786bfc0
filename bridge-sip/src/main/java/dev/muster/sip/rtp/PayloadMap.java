package dev.muster.sip.rtp;

import org.jspecify.annotations.Nullable;

/// What goes from one leg into the other, and under which payload type there. Everything else stays out.
public final class PayloadMap {
    public static final PayloadMap NOTHING = new PayloadMap(new Route[128]);

    /// @param law if what comes is in another law than what the other side takes
    private record Route(int to, @Nullable Translation law) {}

    private record Translation(G711 from, G711 to) {}

    private final @Nullable Route[] routes;

    private PayloadMap(@Nullable Route[] routes) {
        this.routes = routes;
    }

    /// Audio too, in the law that the other side takes.
    public PayloadMap withAudio(G711 from, G711 to) {
        return with(from.payloadType(), new Route(to.payloadType(), from == to ? null : new Translation(from, to)));
    }

    /// This too, under another name: each leg has its own for events (RFC 4733).
    ///
    /// @throws IllegalArgumentException if there are no such payload types
    public PayloadMap with(int from, int to) {
        if (from < 0 || from > 127 || to < 0 || to > 127)
            throw new IllegalArgumentException("payload types are between 0 and 127");
        return with(from, new Route(to, null));
    }

    private PayloadMap with(int from, Route route) {
        @Nullable Route[] more = routes.clone();
        more[from] = route;
        return new PayloadMap(more);
    }

    /// What it is called there; -1 if it stays out.
    int type(int payloadType) {
        Route route = routes[payloadType];
        return route == null ? -1 : route.to();
    }

    /// Puts the payload into the law of the other side.
    void translate(int payloadType, byte[] bytes, int at, int length) {
        Route route = routes[payloadType];
        if (route == null || route.law() == null) return;
        route.law().from().translate(route.law().to(), bytes, at, length);
    }
}
