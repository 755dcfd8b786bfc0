package dev.muster.sip.ua;

import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.stack.SIPTransactionStack;

/// Gives JAIN a [StrictParser] wherever it wants a parser.
///
/// JAIN makes it by its name.
public final class StrictParsers implements MessageParserFactory {
    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        return new StrictParser();
    }
}
