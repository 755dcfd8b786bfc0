package dev.muster.kit.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals and opens values, and turns what they are found by into something that says nothing.
///
/// There may be several keys, the newest first in their file: everything new is sealed with that one, and what
/// an older one has sealed still opens. So keys are changed without a moment in which something can't be read.
public final class Vault {
    private static final int KEY = 32;
    private static final int ID = 4;
    private static final int NONCE = 12;
    private static final int TAG = 16;

    /// Long enough that two names never meet by chance, and half of what it could be.
    private static final int LOOKUP = 16;

    private final List<Lock> locks;
    private final SecureRandom random;

    /// One key, and what is derived from it.
    private record Lock(KeyId id, SecretKey seal, SecretKey lookup) {}

    /// Which key sealed something; says nothing about the key itself.
    public record KeyId(int number) {
        @Override
        public String toString() {
            return HexFormat.of().toHexDigits(number);
        }
    }

    private Vault(List<Lock> locks, SecureRandom random) {
        this.locks = locks;
        this.random = random;
    }

    /// Reads the keys.
    ///
    /// @throws VaultFailure if they can't be read
    public static Vault open(Path file, SecureRandom random) {
        List<byte[]> keys = read(file);
        if (keys.isEmpty())
            throw new VaultFailure("the file " + file + " has no key: expected a line of 64 hex digits");
        return new Vault(keys.stream().map(Vault::lock).toList(), random);
    }

    /// Makes a file with one new key, for the owner's eyes only.
    ///
    /// @throws VaultFailure if it can't be written, or is there already
    public static void create(Path file, SecureRandom random) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            write(file, newKey(random) + "\n");
        } catch (FileAlreadyExistsException e) {
            throw new VaultFailure("the file " + file + " is there already", e);
        } catch (IOException e) {
            throw new VaultFailure("the file " + file + " can't be written: " + e.getMessage(), e);
        }
    }

    /// Puts a new key before those that the file has.
    ///
    /// @throws VaultFailure if it can't be written
    public static void addKey(Path file, SecureRandom random) {
        read(file);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            write(fresh, newKey(random) + "\n" + Files.readString(file, US_ASCII));
            Files.move(fresh, file, ATOMIC_MOVE, REPLACE_EXISTING);
        } catch (IOException e) {
            throw new VaultFailure("the file " + file + " can't be written: " + e.getMessage(), e);
        }
    }

    private static String newKey(SecureRandom random) {
        byte[] key = new byte[KEY];
        random.nextBytes(key);
        return HexFormat.of().formatHex(key);
    }

    /// What is sealed with a key that a power cut takes away is lost for ever.
    private static void write(Path file, String text) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = US_ASCII.encode(text);
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        }
    }

    private static List<byte[]> read(Path file) {
        try {
            var keys = new ArrayList<byte[]>();
            for (String line : Files.readAllLines(file, US_ASCII)) {
                String text = line.strip();
                if (text.isEmpty() || text.startsWith("#")) continue;
                if (!text.matches("[0-9a-fA-F]{64}")) {
                    throw new VaultFailure(
                            "the file " + file + " is damaged: each line should be a key of 64 hex digits");
                }
                keys.add(HexFormat.of().parseHex(text));
            }
            return keys;
        } catch (NoSuchFileException e) {
            throw new VaultFailure("there is no file " + file + "; without it nothing that was sealed can be read", e);
        } catch (IOException e) {
            throw new VaultFailure("the file " + file + " can't be read: " + e.getMessage(), e);
        }
    }

    private static Lock lock(byte[] key) {
        byte[] id = derived(key, "muster vault id", ID).getEncoded();
        return new Lock(
                new KeyId(ByteBuffer.wrap(id).getInt()),
                derived(key, "muster vault seal", KEY),
                derived(key, "muster vault lookup", KEY));
    }

    private static SecretKey derived(byte[] key, String purpose, int length) {
        try {
            var parameters =
                    HKDFParameterSpec.expandOnly(new SecretKeySpec(key, "HKDF"), purpose.getBytes(UTF_8), length);
            return new SecretKeySpec(KDF.getInstance("HKDF-SHA256").deriveData(parameters), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java of version 25 has HKDF", e);
        }
    }

    /// The key that everything new is sealed with.
    public KeyId newest() {
        return locks.getFirst().id();
    }

    /// Seals a value with the newest key.
    ///
    /// @param context where it is kept; it opens nowhere else
    public byte[] seal(byte[] value, byte[] context) {
        Lock lock = locks.getFirst();
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = new byte[ID + NONCE + value.length + TAG];
        ByteBuffer.wrap(sealed).putInt(lock.id().number()).put(nonce);
        try {
            cipher(Cipher.ENCRYPT_MODE, lock, nonce, context).doFinal(value, 0, value.length, sealed, ID + NONCE);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a value can't be sealed", e);
        }
    }

    /// Which key sealed this.
    public static KeyId sealedBy(byte[] sealed) {
        return new KeyId(ByteBuffer.wrap(sealed).getInt());
    }

    /// Opens what was sealed.
    ///
    /// @throws VaultFailure if it was sealed with a key that isn't here, in another place, or has been changed
    public byte[] open(byte[] sealed, byte[] context) {
        if (sealed.length < ID + NONCE + TAG) throw new VaultFailure("a sealed value is damaged: it is too short");
        byte[] nonce = Arrays.copyOfRange(sealed, ID, ID + NONCE);
        try {
            return cipher(Cipher.DECRYPT_MODE, lock(sealedBy(sealed)), nonce, context)
                    .doFinal(sealed, ID + NONCE, sealed.length - ID - NONCE);
        } catch (AEADBadTagException e) {
            throw new VaultFailure("a sealed value is damaged, or lies where it doesn't belong", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a value can't be opened", e);
        }
    }

    private static Cipher cipher(int mode, Lock lock, byte[] nonce, byte[] context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, lock.seal(), new GCMParameterSpec(8 * TAG, nonce));
        cipher.updateAAD(context);
        return cipher;
    }

    private Lock lock(KeyId id) {
        return find(id).orElseThrow(() -> new VaultFailure("the key " + id + " is missing in the file of keys"));
    }

    private Optional<Lock> find(KeyId id) {
        return locks.stream().filter(lock -> lock.id().equals(id)).findFirst();
    }

    /// Whether it is here.
    public boolean has(KeyId id) {
        return find(id).isPresent();
    }

    /// What a name is kept under: always the same for the same name among the same kind of things, and of no use
    /// to whoever hasn't the newest key.
    public byte[] lookup(String among, String name) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(locks.getFirst().lookup());
            mac.update(among.getBytes(UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(name.getBytes(UTF_8)), LOOKUP);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC", e);
        }
    }

    /// Not its keys.
    @Override
    public String toString() {
        return "Vault " + Set.copyOf(locks.stream().map(Lock::id).toList());
    }
}
