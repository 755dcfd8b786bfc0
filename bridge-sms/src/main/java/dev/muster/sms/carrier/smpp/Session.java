package dev.muster.sms.carrier.smpp;

import dev.muster.sms.carrier.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jsmpp.DefaultPDUSender;
import org.jsmpp.GenericNackResponseException;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.PDUSender;
import org.jsmpp.SMPPConstant;
import org.jsmpp.SynchronizedPDUSender;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.connection.Connection;

/// One connection to an SMSC, from its bind to its end.
final class Session implements AutoCloseable {
    /// What has no answer by then is taken for lost, with the connection.
    static final Duration PATIENCE = Duration.ofSeconds(5);

    static final Answer NOT_BOUND = new Answer.Later("not connected to the SMSC", Optional.empty(), true);
    private static final Answer BROKEN = new Answer.Unknown("the connection broke before the SMSC answered");
    private static final Answer TOO_LATE = new Answer.Unknown("the SMSC didn't answer in time");

    private final long number;
    private final SMPPSession smpp;
    private final Ids ids;
    private final AtomicLong submissions = new AtomicLong();
    private final Map<Long, CompletableFuture<Answer>> inFlight = new ConcurrentHashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    private Session(long number, Sockets sockets, SmppConfig config, Ids ids, Deliveries deliveries) {
        this.number = number;
        this.ids = ids;
        PDUSender sender = new SynchronizedPDUSender(new DefaultPDUSender());
        var connected = new CompletableFuture<Connection>();
        var reader = new Aside((delivery, sequenceNumber) -> {
            OutputStream out = connected.join().getOutputStream();
            boolean fits = deliveries.offer(
                    delivery, number, status -> sender.sendDeliverSmResp(out, status, sequenceNumber, ""));
            if (!fits) sender.sendDeliverSmResp(out, SMPPConstant.STAT_ESME_RMSGQFUL, sequenceNumber, "");
        });
        smpp = new SMPPSession(sender, reader, (host, port) -> {
            Connection connection = sockets.createConnection(host, port);
            connected.complete(connection);
            return connection;
        });
        smpp.setTransactionTimer(PATIENCE.toMillis());
        smpp.setEnquireLinkTimer((int) config.enquireInterval().toMillis());
        smpp.setPduProcessorDegree(1);
        // Bound is said even of what was refused; only the end can be believed.
        smpp.addSessionStateListener((state, _, _) -> {
            if (state == SessionState.CLOSED) end();
        });
    }

    /// @throws IOException if there is no connection, or the SMSC doesn't want it
    static Session bound(long number, BindType type, Sockets sockets, SmppConfig config, Ids ids, Deliveries deliveries)
            throws IOException {
        var session = new Session(number, sockets, config, ids, deliveries);
        try {
            session.smpp.connectAndBind(
                    config.host(),
                    config.port(),
                    new BindParameter(
                            type,
                            config.systemId(),
                            config.password(),
                            config.systemType(),
                            TypeOfNumber.UNKNOWN,
                            NumberingPlanIndicator.UNKNOWN,
                            "",
                            InterfaceVersion.IF_34),
                    PATIENCE.toMillis());
            return session;
        } catch (IOException e) {
            session.smpp.close();
            throw e;
        }
    }

    long number() {
        return number;
    }

    /// jsmpp lets everybody wait until their time is over; nothing can come any more.
    private void end() {
        ended.countDown();
        inFlight.values().forEach(answer -> answer.complete(BROKEN));
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /// Sends it once.
    Answer submit(Submission submission, Duration patience) throws InterruptedException {
        var answer = new CompletableFuture<Answer>();
        long place = submissions.getAndIncrement();
        inFlight.put(place, answer);
        try {
            if (ended.getCount() == 0) return NOT_BOUND;
            Thread.ofVirtual().name("smpp-submit").start(() -> {
                try {
                    answer.complete(ask(submission));
                } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return TOO_LATE;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer is a value", e);
        } finally {
            inFlight.remove(place);
        }
    }

    private Answer ask(Submission submission) {
        try {
            String id = smpp.submitShortMessage(
                            "",
                            submission.from().ton(),
                            submission.from().npi(),
                            submission.from().digits(),
                            submission.to().ton(),
                            submission.to().npi(),
                            submission.to().digits(),
                            new ESMClass(submission.esmClass()),
                            (byte) 0,
                            (byte) 0,
                            null,
                            submission.validity().orElse(null),
                            new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
                            (byte) 0,
                            new RawDataCoding(submission.coding()),
                            (byte) 0,
                            submission.bytes(),
                            submission.parameters().toArray(OptionalParameter[]::new))
                    .getMessageId();
            return new Answer.Accepted(
                    List.of(ids.inAnswer(Optional.ofNullable(id).orElse(""))));
        } catch (NegativeResponseException e) {
            return Status.answer(e.getCommandStatus());
        } catch (GenericNackResponseException e) {
            return Status.answer(e.getCommandStatus());
        } catch (ResponseTimeoutException e) {
            return TOO_LATE;
        } catch (InvalidResponseException e) {
            return new Answer.Unknown("the SMSC answered something else");
        } catch (PDUException e) {
            // Not even begun: SMPP has no room for it.
            return new Answer.Refused("", "something is longer than SMPP has room for", false);
        } catch (IOException e) {
            // It wasn't written as a whole, and half a message is none.
            return NOT_BOUND;
        }
    }

    /// Says goodbye, if there is still somebody to hear it.
    @Override
    public void close() {
        smpp.unbindAndClose();
    }
}
