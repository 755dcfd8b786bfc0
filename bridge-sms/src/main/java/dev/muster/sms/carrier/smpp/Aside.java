package dev.muster.sms.carrier.smpp;

import java.io.DataInputStream;
import java.io.IOException;
import org.jsmpp.DefaultPDUReader;
import org.jsmpp.InvalidCommandLengthException;
import org.jsmpp.PDUReader;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.Command;

/// Takes deliveries out of what jsmpp reads, before they come into its queue.
final class Aside implements PDUReader {
    private final PDUReader reader = new DefaultPDUReader();
    private final Taking taking;

    /// Where they go instead.
    interface Taking {
        void take(byte[] delivery, int sequenceNumber) throws IOException;
    }

    Aside(Taking taking) {
        this.taking = taking;
    }

    @Override
    public Command readPDUHeader(DataInputStream in) throws InvalidCommandLengthException, IOException {
        while (true) {
            Command header = reader.readPDUHeader(in);
            if (header.getCommandId() != SMPPConstant.CID_DELIVER_SM) return header;
            taking.take(reader.readPDU(in, header), header.getSequenceNumber());
        }
    }

    @Override
    public byte[] readPDU(DataInputStream in, Command header) throws IOException {
        return reader.readPDU(in, header);
    }

    @Override
    public byte[] readPDU(DataInputStream in, int length, int id, int status, int sequenceNumber) throws IOException {
        return reader.readPDU(in, length, id, status, sequenceNumber);
    }
}
