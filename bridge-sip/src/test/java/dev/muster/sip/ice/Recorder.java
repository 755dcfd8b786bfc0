package dev.muster.sip.ice;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Keeps what comes for a session.
final class Recorder implements Arrivals {
    final BlockingQueue<byte[]> handshakes = new LinkedBlockingQueue<>();
    final BlockingQueue<byte[]> media = new LinkedBlockingQueue<>();
    final BlockingQueue<Path> nominated = new LinkedBlockingQueue<>();

    @Override
    public void handshake(byte[] buffer, int length, Path from) {
        handshakes.add(Arrays.copyOf(buffer, length));
    }

    @Override
    public void media(byte[] buffer, int length, Path from) {
        media.add(Arrays.copyOf(buffer, length));
    }

    @Override
    public void nominated(Path path) {
        nominated.add(path);
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Optional.ofNullable(queue.poll(20, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("nothing comes"));
    }
}
