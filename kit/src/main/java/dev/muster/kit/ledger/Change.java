package dev.muster.kit.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is going to be changed, all at once. Reads as if it were done already. Belongs to one thread.
public final class Change implements Reading {
    private final Rows rows;

    // What becomes of a row; empty when it goes.
    private final TreeMap<byte[], Optional<byte[]>> changed = new TreeMap<>(Arrays::compareUnsigned);
    private final List<Runnable> afterwards = new ArrayList<>();

    Change(Rows rows) {
        this.rows = rows;
    }

    public <V> void put(Place<V> place, V value) {
        byte[] key = rows.key(place);
        changed.put(key, Optional.of(rows.row(key, place, value)));
    }

    public void remove(Place<?> place) {
        changed.put(rows.key(place), Optional.empty());
    }

    /// Has something done once all of this is durable.
    public void afterwards(Runnable action) {
        afterwards.add(action);
    }

    @Override
    public <V> Optional<V> get(Place<V> place) {
        byte[] key = rows.key(place);
        Optional<byte[]> change = changed.get(key);
        Optional<byte[]> row = change != null ? change : rows.get(key);
        return row.map(value -> rows.opened(key, value, place.shelf()).value());
    }

    @Override
    public <V> List<Entry<V>> under(Place<V> start) {
        byte[] prefix = rows.key(start);
        return merged(prefix, Rows.after(prefix), Integer.MAX_VALUE, start.shelf());
    }

    @Override
    public <V> List<Entry<V>> upTo(Instant time, Shelf<V> shelf, int most) {
        return merged(Rows.start(shelf), Rows.after(Rows.at(time, shelf)), most, shelf);
    }

    private <V> List<Entry<V>> merged(byte[] from, byte[] to, int most, Shelf<V> shelf) {
        Map<byte[], Optional<byte[]>> ours = changed.subMap(from, to);
        // As many more as we may have taken away.
        int enough = (int) Math.min(Integer.MAX_VALUE, (long) most + ours.size());
        var all = new TreeMap<byte[], byte[]>(Arrays::compareUnsigned);
        rows.each(from, to, enough, all::put);
        ours.forEach((key, row) -> row.ifPresentOrElse(value -> all.put(key, value), () -> all.remove(key)));
        return all.entrySet().stream()
                .limit(most)
                .map(row -> rows.opened(row.getKey(), row.getValue(), shelf))
                .toList();
    }

    Map<byte[], Optional<byte[]>> changed() {
        return changed;
    }

    void done() {
        afterwards.forEach(Runnable::run);
    }
}
