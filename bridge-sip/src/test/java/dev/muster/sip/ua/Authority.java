package dev.muster.sip.ua;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Signs certificates.
final class Authority {
    private static final Duration LIFE = Duration.ofDays(5);

    private final Path folder;
    private final X500Name name;
    private final KeyPair keys = keys();
    private final Path certificate;
    private int count;

    /// @param certificate with that of who signed it
    record Identity(Path certificate, Path key) {}

    Authority(Path folder, String name) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.name = new X500Name("CN=" + name);
        var itself = new JcaX509v3CertificateBuilder(
                this.name, BigInteger.ONE, begin(Duration.ZERO), end(Duration.ZERO), this.name, keys.getPublic());
        itself.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        certificate = pem("ca", "CERTIFICATE", signed(itself));
    }

    Path certificate() {
        return certificate;
    }

    Identity identity(String name) throws Exception {
        return identity(name, Duration.ZERO);
    }

    Identity expired(String name) throws Exception {
        return identity(name, LIFE.multipliedBy(2));
    }

    private Identity identity(String host, Duration age) throws Exception {
        KeyPair own = keys();
        String file = "own" + count++;
        var certified = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.TWO.add(BigInteger.valueOf(count)),
                begin(age),
                end(age),
                new X500Name("CN=" + host),
                own.getPublic());
        certified.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
        return new Identity(
                pem(file, "CERTIFICATE", signed(certified)),
                pem(file, "PRIVATE KEY", own.getPrivate().getEncoded()));
    }

    private byte[] signed(JcaX509v3CertificateBuilder certificate) throws Exception {
        return certificate
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
    }

    private static Date begin(Duration age) {
        return Date.from(Instant.now().minus(age).minus(Duration.ofHours(1)));
    }

    private static Date end(Duration age) {
        return Date.from(Instant.now().minus(age).plus(LIFE));
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private Path pem(String file, String what, byte[] encoded) throws Exception {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return Files.writeString(
                folder.resolve(file + "." + what.replace(' ', '-')),
                "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n",
                US_ASCII);
    }
}
