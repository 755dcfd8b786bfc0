package dev.muster.relay.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Has Netty watch every buffer, and fails a class of tests that forgets to give one back.
final class NoLeaks implements AfterAllCallback {
    private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

    static {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ByteBufUtil.setLeakListener((type, records) -> LEAKS.add(type + " " + records));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        System.gc();
        // Netty notices what was lost when it next hands one out.
        for (int i = 0; i < 100; i++) {
            ByteBuf buffer = UnpooledByteBufAllocator.DEFAULT.buffer(16);
            buffer.release();
        }
        assertThat(LEAKS).isEmpty();
    }
}
