package dev.muster.relay.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// How a connection ends so that the other side can read our last words: had it sent anything that we haven't read, the
/// kernel would answer a plain close with a reset, and throw away what is still on its way.
@SuppressWarnings("FutureReturnValueIgnored") // A channel's handlers hear of what fails.
final class Goodbye {
    /// How long the other side has to hang up too.
    private static final long PATIENCE_SECONDS = 5;

    private Goodbye() {}

    /// Writes the last words to somebody who may still be talking.
    static void say(Channel channel, Object lastWords) {
        channel.writeAndFlush(lastWords).addListener(_ -> hangUp(channel));
        closeLater(channel);
    }

    /// Writes the last words to somebody who has finished.
    static void answer(Channel channel, Object lastWords) {
        channel.writeAndFlush(lastWords).addListener(ChannelFutureListener.CLOSE);
        closeLater(channel);
    }

    private static void hangUp(Channel channel) {
        boolean isTls = channel.pipeline().get(SslHandler.class) != null;
        // TLS says goodbye in its own way.
        if (!isTls && channel instanceof DuplexChannel duplex) duplex.shutdownOutput();
        else channel.close();
    }

    /// Closes the channel if the other side hasn't by then.
    static void closeLater(Channel channel) {
        channel.eventLoop().schedule(() -> channel.close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /// Whether a connection broke because of the other side, or what is between us, and not by a mistake of ours.
    static boolean isOrdinary(Throwable cause) {
        return cause instanceof IOException || cause instanceof CodecException;
    }
}
