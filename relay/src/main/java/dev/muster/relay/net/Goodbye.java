package dev.muster.relay.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/// How a connection ends so that the other side can read our last words: had it sent anything that we haven't read, the
/// kernel would answer a plain close with a reset, and throw away what is still on its way.
@SuppressWarnings("FutureReturnValueIgnored") // A channel's handlers hear of what fails.
final class Goodbye {
    /// How long the other side has to hang up too.
    private static final long PATIENCE_SECONDS = 5;

    /// To be told when the last words are written.
    static final ChannelFutureListener SAID = said -> listenNoMore(said.channel());

    private Goodbye() {}

    private static void listenNoMore(Channel channel) {
        boolean isTls = channel.pipeline().get(SslHandler.class) != null;
        // TLS says goodbye in its own way.
        if (isTls || !(channel instanceof DuplexChannel duplex)) {
            channel.close();
            return;
        }
        duplex.shutdownOutput();
        closeLater(channel);
    }

    /// Closes the channel if the other side hasn't by then.
    static void closeLater(Channel channel) {
        channel.eventLoop().schedule(() -> channel.close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
