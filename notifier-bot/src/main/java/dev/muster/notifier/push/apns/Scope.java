package dev.muster.notifier.push.apns;

import dev.muster.notifier.device.Environment;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/// What Apple has issued a certificate for.
///
/// @param topics none if it doesn't say
record Scope(String subject, Set<String> topics, Set<Environment> environments) {
    private static final String SANDBOX = "1.2.840.113635.100.6.3.1";
    private static final String PRODUCTION = "1.2.840.113635.100.6.3.2";
    private static final String TOPICS = "1.2.840.113635.100.6.3.6";

    /// What the topics of calls end with.
    static final String VOIP = ".voip";

    /// How Apple calls certificates that serve calls and nothing else.
    private static final String FOR_CALLS = "VoIP Services";

    /// @throws IllegalArgumentException if Apple's extension can't be understood
    static Scope of(X509Certificate certificate) {
        X500Name subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        String name = part(subject, BCStyle.CN).orElseGet(subject::toString);
        boolean isForCalls = name.startsWith(FOR_CALLS);
        Set<String> topics = listed(certificate)
                .orElseGet(() -> part(subject, BCStyle.UID)
                        .map(app -> Set.of(isForCalls && !app.endsWith(VOIP) ? app + VOIP : app))
                        .orElse(Set.of()));
        if (isForCalls)
            topics = topics.stream().filter(topic -> topic.endsWith(VOIP)).collect(Collectors.toUnmodifiableSet());
        return new Scope(name, topics, environments(certificate));
    }

    private static Optional<String> part(X500Name subject, ASN1ObjectIdentifier which) {
        RDN[] found = subject.getRDNs(which);
        return found.length == 0
                ? Optional.empty()
                : Optional.of(IETFUtils.valueToString(found[0].getFirst().getValue()));
    }

    /// Each topic is followed by a list of what it is for, which its name says as well.
    private static Optional<Set<String>> listed(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(TOPICS);
        if (extension == null) return Optional.empty();
        var topics = new LinkedHashSet<String>();
        for (ASN1Encodable each :
                ASN1Sequence.getInstance(ASN1OctetString.getInstance(extension).getOctets())) {
            if (each instanceof ASN1String topic) topics.add(topic.getString());
        }
        return Optional.of(topics);
    }

    /// One without either mark isn't Apple's; whoever has configured it knows what for.
    private static Set<Environment> environments(X509Certificate certificate) {
        var environments = EnumSet.noneOf(Environment.class);
        if (certificate.getExtensionValue(PRODUCTION) != null) environments.add(Environment.PRODUCTION);
        if (certificate.getExtensionValue(SANDBOX) != null) environments.add(Environment.SANDBOX);
        return environments.isEmpty() ? EnumSet.allOf(Environment.class) : environments;
    }
}
