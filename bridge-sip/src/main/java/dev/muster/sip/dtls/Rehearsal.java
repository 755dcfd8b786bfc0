package dev.muster.sip.dtls;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A handshake with ourselves when the bridge starts. Else the first caller would wait for it: a third of a
/// second, for classes that aren't loaded yet.
public final class Rehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final int MOST_SECONDS = 10;

    private Rehearsal() {}

    /// Whether it went well.
    public static boolean hold(Identity identity) throws InterruptedException {
        var client = new CompletableFuture<DtlsEvent>();
        var server = new CompletableFuture<DtlsEvent>();
        var wire = new Wire(identity, client::complete, server::complete);
        try {
            wire.server.start(Role.SERVER, List.of(identity.fingerprint()));
            wire.client.start(Role.CLIENT, List.of(identity.fingerprint()));
            return client.get(MOST_SECONDS, TimeUnit.SECONDS) instanceof DtlsEvent.Established
                    && server.get(MOST_SECONDS, TimeUnit.SECONDS) instanceof DtlsEvent.Established;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the rehearsal of DTLS failed", e);
            return false;
        } finally {
            wire.client.close();
            wire.server.close();
        }
    }

    private static final class Wire {
        private final DtlsConnection client;
        private final DtlsConnection server;

        Wire(Identity identity, Consumer<DtlsEvent> clients, Consumer<DtlsEvent> servers) {
            client = new DtlsConnection(identity, this::toServer, clients);
            server = new DtlsConnection(identity, this::toClient, servers);
        }

        private void toServer(byte[] bytes, int offset, int length) {
            server.arrived(Arrays.copyOfRange(bytes, offset, offset + length), length);
        }

        private void toClient(byte[] bytes, int offset, int length) {
            client.arrived(Arrays.copyOfRange(bytes, offset, offset + length), length);
        }
    }
}
