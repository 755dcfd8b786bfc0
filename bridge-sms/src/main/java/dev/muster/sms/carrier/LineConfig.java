package dev.muster.sms.carrier;

import java.util.List;

/// How one carrier is used.
///
/// @param senders the numbers or names that it sends from; the first of them, if nobody wants another
/// @param prefixes where it is used, such as `+420`: the longest that fits decides; none is everywhere
/// @param segmentsPerSecond how many segments it takes in a second from one sender
/// @param segmentsPerDay how many segments it takes on one day; 0 is any number
/// @param prices what a segment costs in millionths of whatever you pay in, by prefix, such as `+420=65000`
public record LineConfig(
        List<String> senders, List<String> prefixes, int segmentsPerSecond, int segmentsPerDay, List<String> prices) {
    public static final LineConfig DEFAULT = new LineConfig(List.of(), List.of(), 1, 0, List.of());

    public LineConfig {
        senders = List.copyOf(senders);
        prefixes = List.copyOf(prefixes);
        prices = List.copyOf(prices);
        if (segmentsPerSecond < 1) throw new IllegalArgumentException("segmentsPerSecond: 1 or more");
        if (segmentsPerDay < 0) throw new IllegalArgumentException("segmentsPerDay: 0 or more");
        prefixes.stream()
                .filter(prefix -> !prefix.matches("\\+[1-9][0-9]*"))
                .findFirst()
                .ifPresent(_ -> {
                    throw new IllegalArgumentException("prefixes: each such as +420");
                });
        prices.stream()
                .filter(price -> !price.matches("\\+[1-9][0-9]*=[0-9]+"))
                .findFirst()
                .ifPresent(_ -> {
                    throw new IllegalArgumentException("prices: each such as +420=65000");
                });
    }
}
