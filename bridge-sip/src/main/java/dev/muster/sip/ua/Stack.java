package dev.muster.sip.ua;

import gov.nist.javax.sip.SipStackImpl;
import java.util.Properties;
import javax.sip.PeerUnavailableException;
import javax.sip.ProviderDoesNotExistException;
import javax.sip.SipException;

/// JAIN, with our sockets, our ways and our bounds.
final class Stack extends SipStackImpl {
    /// The longest message over TCP, which UDP has anyway.
    static final int MOST_MESSAGE = 65_535;

    private final Network network;

    Stack(String name, Network network, Admission admission) throws PeerUnavailableException {
        super(properties(name));
        this.network = network;
        networkLayer = network;
        sipMessageValves.add(new Strangers(admission));
        setRouter(new Paths(this, network, admission));
    }

    @Override
    public void start() throws ProviderDoesNotExistException, SipException {
        super.start();
        network.awaitBegin();
    }

    private static Properties properties(String name) {
        var properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", name);
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "on");
        own(properties, "STACK_LOGGER", QuietLog.class.getName());
        own(properties, "SERVER_LOGGER", QuietServerLog.class.getName());
        own(properties, "MESSAGE_PARSER_FACTORY", StrictParsers.class.getName());
        own(properties, "TIMER_CLASS_NAME", CalmTimer.class.getName());
        // Its events only put something into a mailbox.
        own(properties, "REENTRANT_LISTENER", "true");
        own(properties, "THREAD_POOL_SIZE", "4");
        own(properties, "THREAD_PRIORITY", Integer.toString(Thread.NORM_PRIORITY));
        own(properties, "MAX_MESSAGE_SIZE", Integer.toString(MOST_MESSAGE));
        own(properties, "RECEIVE_UDP_BUFFER_SIZE", Integer.toString(MOST_MESSAGE));
        own(properties, "SEND_UDP_BUFFER_SIZE", Integer.toString(MOST_MESSAGE));
        // Who stops in the middle of a message.
        own(properties, "READ_TIMEOUT", "10000");
        own(properties, "TLS_CLIENT_PROTOCOLS", String.join(",", Network.PROTOCOLS));
        own(properties, "SSL_RENEGOTIATION_ENABLED", "false");
        own(properties, "TLS_CLIENT_AUTH_TYPE", "Disabled");
        // A second phone may have answered as well (RFC 3261, 13.2.2.4).
        own(properties, "MAX_FORK_TIME_SECONDS", "32");
        own(properties, "DELIVER_UNSOLICITED_NOTIFY", "true");
        return properties;
    }

    private static void own(Properties properties, String name, String value) {
        properties.setProperty("gov.nist.javax.sip." + name, value);
    }
}
