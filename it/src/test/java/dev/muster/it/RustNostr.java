package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Rumor;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import org.jspecify.annotations.Nullable;
import rust.nostr.sdk.Keys;
import rust.nostr.sdk.NostrSdkException;
import rust.nostr.sdk.NostrSigner;
import rust.nostr.sdk.Nostr_sdk_jvmKt;
import rust.nostr.sdk.Timestamp;
import rust.nostr.sdk.UnsignedEvent;

/// What it takes to talk to rust-nostr from Java: our types as its types, and waiting for what Kotlin suspends.
final class RustNostr {
    private RustNostr() {}

    /// What is missing to use it, and what to do about it.
    static Optional<String> missing() {
        try {
            Nostr_sdk_jvmKt.gitHashVersion();
            return Optional.empty();
        } catch (LinkageError e) {
            return Optional.of("rust-nostr has no native library that loads on " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch") + ": run this test on another machine");
        }
    }

    /// A Kotlin function that suspends, seen from Java.
    interface Suspending<T> {
        @Nullable
        Object start(Continuation<? super T> continuation) throws NostrSdkException;
    }

    static <T> T await(Suspending<T> function) throws InterruptedException {
        return BuildersKt.runBlocking(EmptyCoroutineContext.INSTANCE, (_, continuation) -> {
            try {
                return function.start(continuation);
            } catch (NostrSdkException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    static void run(Suspending<Unit> function) throws InterruptedException {
        await(function);
    }

    static Keys keys(SecretKey key) throws NostrSdkException {
        return new Keys(rust.nostr.sdk.SecretKey.Companion.fromBytes(key.bytes()));
    }

    static NostrSigner signer(SecretKey key) throws NostrSdkException {
        return NostrSigner.Companion.keys(keys(key));
    }

    static rust.nostr.sdk.PublicKey publicKey(PublicKey key) throws NostrSdkException {
        return rust.nostr.sdk.PublicKey.Companion.fromBytes(key.bytes());
    }

    static rust.nostr.sdk.Event event(Event event) throws NostrSdkException {
        return rust.nostr.sdk.Event.Companion.fromJson(new String(event.json(), UTF_8));
    }

    static UnsignedEvent unsigned(Rumor rumor) throws NostrSdkException {
        return UnsignedEvent.Companion.fromJson(new String(rumor.json(), UTF_8));
    }

    static Event event(rust.nostr.sdk.Event event) throws NostrSdkException {
        return Event.parse(event.asJson().getBytes(UTF_8));
    }

    static Timestamp time(long seconds) {
        return call(Timestamp.Companion, "fromSecs", Timestamp.class, seconds);
    }

    /// As Kotlin's value class has it: nanoseconds, and a lowest bit that says so.
    static long duration(Duration duration) {
        return duration.toNanos() << 1;
    }

    /// Calls what can't be written in Java: Kotlin appends a hyphen and a hash to the name of a method that takes an
    /// unsigned number or a duration.
    static <T> T call(Object receiver, String name, Class<T> result, Object... arguments) {
        try {
            for (Method method : receiver.getClass().getMethods()) {
                if (method.getName().startsWith(name + "-")) return result.cast(method.invoke(receiver, arguments));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        throw new IllegalArgumentException("no method " + name + " in " + receiver.getClass());
    }
}
