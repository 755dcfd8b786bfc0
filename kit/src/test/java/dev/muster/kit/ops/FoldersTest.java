package dev.muster.kit.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FoldersTest {
    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void keepSomething() throws IOException {
        data = folder.resolve("data");
        Files.createDirectories(data.resolve("index"));
        Files.write(data.resolve("index/kept"), new byte[7]);
    }

    @Test
    void whatComesAndGoesMeanwhileDisturbsNobody() throws Exception {
        var isOver = new AtomicBoolean();
        CompletableFuture<Void> database = CompletableFuture.runAsync(() -> comeAndGo(isOver));
        try {
            for (int round = 0; round < 200; round++) {
                assertThat(Folders.bytesIn(data)).isEqualTo(7);
                Path copy = folder.resolve("copy" + round);
                Folders.copy(data, copy);
                assertThat(copy.resolve("index/kept")).hasSize(7);
            }
        } finally {
            isOver.set(true);
        }
        database.get();
    }

    /// Like RocksDB, which clears up behind itself: many at once, and all gone again.
    private void comeAndGo(AtomicBoolean isOver) {
        try {
            while (!isOver.get()) {
                for (int i = 0; i < 50; i++) Files.createFile(data.resolve("index/" + i));
                for (int i = 0; i < 50; i++) Files.delete(data.resolve("index/" + i));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFolderThatIsNotThereHasNoSize() {
        assertThatThrownBy(() -> Folders.bytesIn(folder.resolve("elsewhere"))).isInstanceOf(NoSuchFileException.class);
    }
}
