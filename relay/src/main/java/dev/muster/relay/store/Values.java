package dev.muster.relay.store;

import java.lang.foreign.MemorySegment;
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

    boolean contains(long number, MemorySegment memory, long at, int length) {
        int index = Arrays.binarySearch(numbers, number);
        if (index < 0) return false;
        while (index > 0 && numbers[index - 1] == number) index--;
        for (; index < numbers.length && numbers[index] == number; index++) {
            if (values[index].length == length && Bytes.equal(memory, at, values[index])) return true;
        }
        return false;
    }
}
