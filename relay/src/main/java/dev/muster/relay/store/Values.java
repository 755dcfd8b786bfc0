package dev.muster.relay.store;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;

/// What a filter lists for one condition, ready to be compared with records: found by a number made from the value,
/// then compared byte by byte as it stands in canonical JSON.
final class Values {
    private final long[] numbers;
    private final byte[][] values;

    Values(Collection<byte[]> canonical, ToLongFunction<byte[]> number) {
        List<byte[]> sorted = canonical.stream()
                .sorted((a, b) -> Long.compare(number.applyAsLong(a), number.applyAsLong(b)))
                .toList();
        numbers = sorted.stream().mapToLong(number).toArray();
        values = sorted.toArray(byte[][]::new);
    }

    int size() {
        return values.length;
    }

    long[] numbers() {
        return numbers;
    }

    byte[] value(int index) {
        return values[index];
    }

    boolean contains(long number, byte[] bytes, int from, int to) {
        int at = Arrays.binarySearch(numbers, number);
        if (at < 0) return false;
        while (at > 0 && numbers[at - 1] == number) at--;
        for (; at < numbers.length && numbers[at] == number; at++) {
            if (Arrays.equals(bytes, from, to, values[at], 0, values[at].length)) return true;
        }
        return false;
    }
}
