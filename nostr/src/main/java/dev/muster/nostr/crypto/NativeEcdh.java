package dev.muster.nostr.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/// libsecp256k1's own ECDH: one multiplication in constant time.
///
/// The binding offers it only with a hash of the point as its result, and NIP-44 needs the x coordinate as it is. The
/// function itself takes any hash, so it is called directly, in the library that the binding has loaded, with one that
/// copies x.
@SuppressWarnings("restricted") // to call a library is what this class is for
final class NativeEcdh {
    private static final int CONTEXT_NONE = 1;
    private static final int POINT_SIZE = 64;
    private static final int COORDINATE_SIZE = 32;

    private static final AddressLayout COORDINATE =
            ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(COORDINATE_SIZE, JAVA_BYTE));
    private static final FunctionDescriptor POINT_HASH =
            FunctionDescriptor.of(JAVA_INT, COORDINATE, COORDINATE, ADDRESS, ADDRESS);
    private static final PointHash COPY_X = (output, x, _, _) -> {
        output.copyFrom(x);
        return 1;
    };

    private final MethodHandle parse;
    private final MethodHandle multiply;
    private final MemorySegment context;
    private final MemorySegment copyX;

    /// Fails where the library doesn't show its functions.
    NativeEcdh() {
        var linker = Linker.nativeLinker();
        var library = SymbolLookup.loaderLookup();
        var create = linker.downcallHandle(
                library.findOrThrow("secp256k1_context_create"), FunctionDescriptor.of(ADDRESS, JAVA_INT));
        parse = linker.downcallHandle(
                library.findOrThrow("secp256k1_ec_pubkey_parse"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
        multiply = linker.downcallHandle(
                library.findOrThrow("secp256k1_ecdh"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        try {
            context = (MemorySegment) create.invokeExact(CONTEXT_NONE);
            copyX = linker.upcallStub(
                    MethodHandles.lookup()
                            .findVirtual(PointHash.class, "hash", POINT_HASH.toMethodType())
                            .bindTo(COPY_X),
                    POINT_HASH,
                    Arena.global());
        } catch (Throwable e) {
            throw new IllegalStateException("libsecp256k1 can't be called directly", e);
        }
    }

    /// What the library makes of the point: `int (output, x, y, data)`.
    interface PointHash {
        int hash(MemorySegment output, MemorySegment x, MemorySegment y, MemorySegment data);
    }

    byte[] sharedX(SecretKey key, PublicKey other) {
        try (var arena = Arena.ofConfined()) {
            var compressed = arena.allocate(1 + PublicKey.LENGTH);
            compressed.set(JAVA_BYTE, 0, (byte) 2);
            MemorySegment.copy(other.bytes(), 0, compressed, JAVA_BYTE, 1, PublicKey.LENGTH);
            var point = arena.allocate(POINT_SIZE);
            if ((int) parse.invokeExact(context, point, compressed, compressed.byteSize()) == 0) {
                throw new IllegalArgumentException("the public key is not on the curve: " + other);
            }
            var scalar = arena.allocateFrom(JAVA_BYTE, key.bytes());
            var x = arena.allocate(COORDINATE_SIZE);
            int computed = (int) multiply.invokeExact(context, x, point, scalar, copyX, MemorySegment.NULL);
            scalar.fill((byte) 0);
            if (computed == 0) throw new IllegalStateException("the library refused a secret key");
            byte[] shared = x.toArray(JAVA_BYTE);
            x.fill((byte) 0);
            return shared;
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("libsecp256k1 can't be called directly", e);
        }
    }
}
