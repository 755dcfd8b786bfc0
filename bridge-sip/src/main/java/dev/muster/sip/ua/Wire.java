package dev.muster.sip.ua;

import java.io.IOException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TooManyListenersException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.ObjectInUseException;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.address.Hop;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// JAIN, opened and closed: where we listen, and what is sent from there.
final class Wire implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
    private static final AtomicLong STACKS = new AtomicLong();
    private static final int TOKEN_BYTES = 8;

    private final AgentConfig config;
    private final RandomGenerator random;
    private final Stack stack;
    private final Phrases phrases;
    private final SipProvider provider;
    private final List<ListeningPoint> points = new ArrayList<>();

    /// @throws IOException if something is listening there already, or a certificate can't be read
    Wire(AgentConfig config, Admission admission, RandomGenerator random) throws IOException {
        this.config = config;
        this.random = random;
        SSLContext tls = Certificates.context(config.tls());
        try {
            // Logs take their name from it, and two stacks mustn't have the same.
            stack = new Stack(
                    "sip" + STACKS.getAndIncrement(), new Network(admission, tls, config.timing()), admission);
            phrases = new Phrases(config);
        } catch (SipException e) {
            throw new IOException("SIP can't be spoken", e);
        }
        try {
            for (ListenPoint point : config.listen()) points.add(listening(point));
            provider = stack.createSipProvider(points.getFirst());
            // One for all, for a call may go on over another transport than it began.
            for (ListeningPoint point : points) provider.addListeningPoint(point);
        } catch (SipException | InvalidArgumentException e) {
            stack.stop();
            throw new IOException(
                    "can't listen for SIP at that address and those ports: it has to be an address of this machine, and"
                            + " ports that are free",
                    e);
        }
    }

    /// Begins to listen.
    void open(SipListener ears) throws IOException {
        try {
            provider.addSipListener(ears);
            stack.start();
        } catch (SipException | TooManyListenersException e) {
            throw new IOException("SIP can't be begun", e);
        }
    }

    private ListeningPoint listening(ListenPoint point) throws SipException, InvalidArgumentException {
        ListeningPoint listening = stack.createListeningPoint(
                point.address(), point.port(), point.transport().word());
        if (config.advertised().isPresent()) advertise(listening, point);
        return listening;
    }

    private void advertise(ListeningPoint listening, ListenPoint point) throws InvalidArgumentException {
        try {
            listening.setSentBy(config.advertised().orElseThrow() + ":" + point.port());
        } catch (ParseException e) {
            throw new InvalidArgumentException("advertised: a host", e);
        }
    }

    Phrases phrases() {
        return phrases;
    }

    Timing timing() {
        return config.timing();
    }

    RandomGenerator random() {
        return random;
    }

    boolean speaks(Transport transport) {
        return config.listen().stream().anyMatch(point -> point.transport() == transport);
    }

    /// For a tag or a Call-ID: nobody may guess it.
    String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// For a Call-ID that apps are told of by other ways too.
    String uuid() {
        return new UUID(
                        (random.nextLong() & ~VERSION_BITS) | VERSION_4,
                        (random.nextLong() & ~VARIANT_BITS) | VARIANT_RFC_9562)
                .toString();
    }

    private static final long VERSION_BITS = 0xf000L;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_BITS = 0xc000_0000_0000_0000L;
    private static final long VARIANT_RFC_9562 = 0x8000_0000_0000_0000L;

    /// Sends a request that begins something, or a CANCEL.
    ///
    /// @throws SipException if there is no connection
    ClientTransaction ask(Request request, Asking asking) throws SipException {
        ClientTransaction transaction = prepare(request, asking);
        transaction.sendRequest();
        return transaction;
    }

    /// Makes ready what is to be sent a moment later.
    ClientTransaction prepare(Request request, Asking asking) throws SipException {
        ClientTransaction transaction = provider.getNewClientTransaction(request);
        transaction.setApplicationData(asking);
        return transaction;
    }

    /// Sends a request within a call.
    ///
    /// @throws SipException if there is no connection
    void ask(Request request, Dialog dialog, Asking asking) throws SipException {
        ClientTransaction transaction = provider.getNewClientTransaction(request);
        transaction.setApplicationData(asking);
        dialog.sendRequest(transaction);
    }

    /// Sends a request that nobody answers to, or whose answer doesn't matter.
    void tell(Request request) throws SipException {
        provider.sendRequest(request);
    }

    /// Where a request will go.
    ///
    /// @throws SipException if that isn't known
    Hop hop(Request request) throws SipException {
        Hop hop = stack.getRouter().getNextHop(request);
        if (hop == null) throw new SipException("it isn't known where that is");
        return hop;
    }

    /// Sends an answer that nothing is remembered of.
    void answer(Response response) throws SipException {
        provider.sendResponse(response);
    }

    @Override
    public void close() {
        for (ListeningPoint point : points) {
            try {
                stack.deleteListeningPoint(point);
            } catch (ObjectInUseException e) {
                LOG.debug("stopping ends it all the same");
            }
        }
        stopAtOnce();
    }

    /// JAIN would sleep for a second, for nothing: everything is closed by then. Whoever is interrupted doesn't sleep.
    private void stopAtOnce() {
        Thread.currentThread().interrupt();
        stack.stop();
        boolean wasAwake = Thread.interrupted();
        LOG.trace("stopped, {}", wasAwake);
    }
}
