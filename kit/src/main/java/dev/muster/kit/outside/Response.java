package dev.muster.kit.outside;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// An answer of HTTP/1.1 (RFC 9112), read strictly: what two readers could understand differently is refused.
///
/// @param headers by their names in lower case
/// @param body its first part, if it is too long
/// @param isLast whether nothing more can be asked on this connection
record Response(int status, Map<String, String> headers, byte[] body, boolean isLast) {
    static final int MOST_BODY = 65_536;
    private static final int MOST_HEAD = 16_384;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9]{2})(?: [^\r\n]*)?");
    private static final Pattern HEADER =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\\x20-\\x7e\\x80-\\xff]*?)[ \t]*");
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,7})(?:[ \t]*;.*)?");

    /// Reads one, and not one byte more.
    ///
    /// @param mostBody so much of its body
    /// @throws ProtocolException if it is none
    /// @throws EOFException if it breaks off
    static Response read(InputStream in, int mostBody) throws IOException {
        return new Reader(in, mostBody).read();
    }

    private static final class Reader {
        private final InputStream in;
        private final int mostBody;
        private final Map<String, String> headers = new HashMap<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int left = MOST_HEAD;

        Reader(InputStream in, int mostBody) {
            this.in = in;
            this.mostBody = mostBody;
        }

        Response read() throws IOException {
            while (true) {
                var status = STATUS.matcher(line());
                if (!status.matches()) throw new ProtocolException("no HTTP answer");
                readHeaders();
                int code = Integer.parseInt(status.group(2));
                if (code == 101) throw new ProtocolException("it changes the protocol, which nobody asked for");
                // RFC 9110, 15.2: any number of interim answers may come before the final one.
                if (code < 200) continue;
                boolean staysOpen = status.group(1).equals("1") && !closes();
                boolean isWhole = readBody(code);
                return new Response(code, Map.copyOf(headers), body.toByteArray(), !isWhole || !staysOpen);
            }
        }

        private boolean closes() {
            String connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
            return List.of(connection.split("[, \t]+", -1)).contains("close");
        }

        private void readHeaders() throws IOException {
            headers.clear();
            for (String line = line(); !line.isEmpty(); line = line()) {
                var header = HEADER.matcher(line);
                if (!header.matches()) throw new ProtocolException("a header that is none");
                headers.merge(
                        header.group(1).toLowerCase(Locale.ROOT), header.group(2), (one, two) -> one + ", " + two);
            }
        }

        /// False if only the end of the connection ends it, or it wasn't read to its end.
        private boolean readBody(int status) throws IOException {
            String coding = headers.get("transfer-encoding");
            String length = headers.get("content-length");
            if (coding != null && length != null) throw new ProtocolException("its length is given twice");
            if (status == 204 || status == 304) return true;
            if (coding != null) {
                if (!coding.equalsIgnoreCase("chunked"))
                    throw new ProtocolException("a transfer coding nobody asked for");
                return readChunks();
            }
            if (length == null) {
                body.writeBytes(in.readNBytes(mostBody));
                return false;
            }
            if (!length.matches("[0-9]{1,18}")) throw new ProtocolException("its length is no number");
            return take(Long.parseLong(length));
        }

        private boolean readChunks() throws IOException {
            left = MOST_HEAD;
            while (true) {
                var size = CHUNK.matcher(line());
                if (!size.matches()) throw new ProtocolException("a chunk without a size");
                int length = Integer.parseInt(size.group(1), 16);
                if (length == 0) break;
                if (!take(length)) return false;
                if (!line().isEmpty()) throw new ProtocolException("a chunk longer than it says");
            }
            var trailer = line();
            while (!trailer.isEmpty()) trailer = line();
            return true;
        }

        /// False if that is more than we want.
        private boolean take(long length) throws IOException {
            int wanted = (int) Math.min(length, mostBody - body.size());
            byte[] part = in.readNBytes(wanted);
            if (part.length < wanted) throw new EOFException();
            body.writeBytes(part);
            return wanted == length;
        }

        private String line() throws IOException {
            var line = new ByteArrayOutputStream();
            while (true) {
                int next = in.read();
                if (next < 0) throw new EOFException();
                if (--left < 0) throw new ProtocolException("more head than anybody needs");
                if (next == '\r') {
                    if (in.read() != '\n') throw new ProtocolException("a line without an end");
                    return line.toString(ISO_8859_1);
                }
                if (next == '\n') throw new ProtocolException("a line without an end");
                line.write(next);
            }
        }
    }
}
