package dev.muster.cli;

import static dev.muster.cli.TestShell.ALICE;
import static dev.muster.cli.TestShell.npub;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.TestShell.Run;
import dev.muster.nostr.nip19.Bech32Entity.Nsec;
import dev.muster.nostr.nip19.UserInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `muster key …`
@NullMarked
class KeyCommandTest {
    private static final String NSEC = new Nsec(ALICE).encode();

    /// NIP-49's test vector.
    private static final String NCRYPTSEC =
            "ncryptsec1qgg9947rlpvqu76pj5ecreduf9jxhselq2nae2kghhvd5g7dgjtcxfqtd67p9m0w57lspw8gsq6yphnm8623nsl8xn9j4jdzz84zm3frztj3z7s35vpzmqf6ksu8r89qk5z2zxfmu5gv8th8wclt0h4p";

    private static final String NCRYPTSEC_HEX = "3501454135014541350145413501453fefb02227e449e57cf4d3a3ce05378683";

    @TempDir
    private Path folder;

    private final TestShell shell = new TestShell();

    private Path file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void newKeyGoesIntoAFileForItsOwnerAlone() throws IOException {
        Path file = folder.resolve("alice.key");
        Run run = shell.run("key", "new", "--out", file.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        String nsec = Files.readString(file).strip();
        assertThat(nsec).startsWith("nsec1");
        assertThat(run.lines()).containsExactly(npub(UserInput.secretKey(nsec)));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void newKeyNeverOverwritesAFile() throws IOException {
        Path file = file("alice.key", "something else");
        Run run = shell.run("key", "new", "--out", file.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("is there already", "never overwritten");
        assertThat(file).hasContent("something else");
    }

    @Test
    void newKeyInAFolderThatIsMissingSaysSo() {
        Run run = shell.run(
                "key", "new", "--out", folder.resolve("nowhere/alice.key").toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("its folder doesn't exist");
    }

    @Test
    void newKeyWithoutAFileIsPrintedWithAWarningToKeepIt() {
        Run run = shell.run("key", "new");
        assertThat(run.exitCode()).isZero();
        assertThat(run.lines())
                .satisfiesExactly(
                        nsec -> assertThat(nsec).startsWith("nsec1"),
                        npub -> assertThat(npub).startsWith("npub1"));
        assertThat(npub(UserInput.secretKey(run.lines().getFirst())))
                .isEqualTo(run.lines().getLast());
        assertThat(run.err())
                .contains("keep the nsec")
                .doesNotContain(run.lines().getFirst());
    }

    @Test
    void newKeyAsJson() {
        assertThat(shell.run("key", "new", "--json").out())
                .matches("\\{\"npub\":\"npub1\\w{58}\",\"pubkey\":\"\\p{XDigit}{64}\",\"nsec\":\"nsec1\\w{58}\"}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg",
                "nostr:npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg",
                "7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e"
            })
    void showKnowsAPublicKeyInEachOfItsForms(String form) {
        assertThat(shell.run("key", "show", form).lines())
                .containsExactly(
                        "npub  npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg",
                        "hex   7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e");
    }

    @Test
    void showKnowsAnNprofile() {
        String nprofile =
                "nprofile1qqsrhuxx8l9ex335q7he0f09aej04zpazpl0ne2cgukyawd24mayt8gpp4mhxue69uhhytnc9e3k7mgpz4mhxue69uhkg6nzv9ejuumpv34kytnrdaksjlyr9p";
        assertThat(shell.run("key", "show", nprofile).out())
                .contains("3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d");
    }

    @Test
    void showAsJson() {
        assertThat(shell.run("key", "show", "--json", npub(ALICE)).out())
                .isEqualTo("{\"npub\":\"" + npub(ALICE) + "\",\"pubkey\":\""
                        + ALICE.publicKey().hex() + "\"}\n");
    }

    @Test
    void showReadsAKeyFileInNsecOrHexAndNeverShowsTheSecret() throws IOException {
        for (String secret : new String[] {NSEC, ALICE.hex(), "  " + NSEC + "\r\n"}) {
            Path file = file("alice.key", secret);
            Run run = shell.run("key", "show", "--key", file.toString());
            assertThat(run.exitCode()).isZero();
            assertThat(run.out())
                    .contains(npub(ALICE))
                    .doesNotContain(ALICE.hex())
                    .doesNotContain(NSEC);
            assertThat(run.err()).isEmpty();
        }
    }

    @Test
    void theKeyMayComeFromTheEnvironment() {
        assertThat(shell.with("MUSTER_KEY", NSEC).run("key", "show").out()).contains(npub(ALICE));
    }

    @Test
    void withoutAnyKeyItSaysWhereToPutOne() {
        Run run = shell.run("key", "show");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--key FILE", "MUSTER_KEY", "muster key new --out FILE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--key=%s", "%s", "--kye=%s", "--out=%s %s"})
    void aSecretKeyAsAnArgumentIsRefusedAndNotRepeated(String form) {
        for (String secret : new String[] {NSEC, NSEC.toUpperCase(java.util.Locale.ROOT), NCRYPTSEC}) {
            String[] arguments = ("key show " + form.replace("%s", secret)).split(" ");
            Run run = shell.run(arguments);
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).isNotEmpty().doesNotContain(secret.substring(8));
        }
    }

    @Test
    void aSecretKeyInHexAsAnArgumentIsRefusedAndNotRepeated() {
        for (String form : new String[] {"--key=%s", "--kye=%s", "two %s"}) {
            Run run = shell.run(("key show " + form.replace("%s", ALICE.hex())).split(" "));
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).isNotEmpty().doesNotContain(ALICE.hex());
        }
    }

    @Test
    void aKeyFileThatOthersCanReadIsUsedWithAWarning() throws IOException {
        Path file = file("alice.key", NSEC);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Run run = shell.run("key", "show", "--key", file.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("warning", "chmod 600 " + file);
    }

    @Test
    void aKeyFileThatIsMissingOrHoldsSomethingElseIsAFailureThatRepeatsNothing() throws IOException {
        assertThat(shell.run("key", "show", "--key", "nowhere.key").err()).contains("there is no file nowhere.key");

        Run garbage = shell.run(
                "key", "show", "--key", file("b.key", "my secret diary").toString());
        assertThat(garbage.exitCode()).isEqualTo(1);
        assertThat(garbage.err())
                .contains("no secret key", "an nsec or 64 hex digits")
                .doesNotContain("diary");

        Run publicKey =
                shell.run("key", "show", "--key", file("c.key", npub(ALICE)).toString());
        assertThat(publicKey.err()).contains("but this is an npub");

        Run large = shell.run(
                "key", "show", "--key", file("d.key", "x".repeat(5000)).toString());
        assertThat(large.err()).contains("too large");
    }

    @Test
    void nip49_opensTheVectorOfThePaper() throws IOException {
        Path file = file("locked.key", NCRYPTSEC);
        shell.with("MUSTER_PASSWORD", "nostr");
        assertThat(shell.run("key", "decrypt", "--key", file.toString()).lines())
                .containsExactly(new Nsec(dev.muster.nostr.crypto.SecretKey.parse(NCRYPTSEC_HEX)).encode());
    }

    @Test
    void whatEncryptWritesDecryptReads() throws IOException {
        String plain = file("alice.key", NSEC).toString();
        String locked = folder.resolve("alice.locked").toString();
        String again = folder.resolve("again.key").toString();

        Run encrypt = new TestShell()
                .typing("correct horse", "correct horse")
                .run("key", "encrypt", "--key", plain, "--out", locked, "--log-n", "4");
        assertThat(encrypt.exitCode()).isZero();
        assertThat(encrypt.out()).isEmpty();
        assertThat(Path.of(locked)).content().startsWith("ncryptsec1");

        Run decrypt = new TestShell().typing("correct horse").run("key", "decrypt", "--key", locked, "--out", again);
        assertThat(decrypt.exitCode()).isZero();
        assertThat(decrypt.out()).isEmpty();
        assertThat(Path.of(again)).hasContent(NSEC);
    }

    @Test
    void anEncryptedKeyIsUsedLikeAnyOther() throws IOException {
        String locked = file("locked.key", NCRYPTSEC).toString();
        assertThat(new TestShell()
                        .typing("nostr")
                        .run("key", "show", "--key", locked)
                        .exitCode())
                .isZero();
    }

    @Test
    void withoutTerminalAndVariableThePasswordIsMissed() throws IOException {
        Run run =
                shell.run("key", "show", "--key", file("locked.key", NCRYPTSEC).toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("is encrypted", "no terminal", "MUSTER_PASSWORD");
    }

    @Test
    void aWrongPasswordIsRefused() throws IOException {
        String locked = file("locked.key", NCRYPTSEC).toString();
        Run run = shell.with("MUSTER_PASSWORD", "nostrum").run("key", "show", "--key", locked);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("wrong password").doesNotContain("nostrum");
    }

    @Test
    void aNewPasswordIsTypedTwiceAndNeverEmpty() throws IOException {
        String[] encrypt = {"key", "encrypt", "--key", file("alice.key", NSEC).toString(), "--log-n", "1"};
        assertThat(new TestShell().typing("one", "two").run(encrypt).err()).contains("not the same");
        assertThat(new TestShell().typing("", "").run(encrypt).err()).contains("empty password");
        assertThat(new TestShell().run(encrypt).err()).contains("MUSTER_PASSWORD");
        assertThat(new TestShell().typing("one", "one").run(encrypt).out()).startsWith("ncryptsec1");
    }

    @Test
    void howHardThePasswordIsToGuessHasLimits() throws IOException {
        shell.with("MUSTER_KEY", NSEC).with("MUSTER_PASSWORD", "x");
        assertThat(shell.run("key", "encrypt", "--log-n", "0").err()).contains("between 1 and 22, not 0");
        assertThat(shell.run("key", "encrypt", "--log-n", "23").exitCode()).isEqualTo(2);
        assertThat(shell.run("key", "encrypt", "--log-n", "many").exitCode()).isEqualTo(2);
    }

    @Test
    void encryptingTwiceOrDecryptingNothingIsRefused() throws IOException {
        String locked = file("locked.key", NCRYPTSEC).toString();
        assertThat(shell.run("key", "encrypt", "--key", locked).err()).contains("encrypted already");
        assertThat(shell.with("MUSTER_KEY", NSEC).run("key", "decrypt").err()).contains("not encrypted");
    }
}
