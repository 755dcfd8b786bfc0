package dev.muster.sip.ua;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.text.ParseException;

/// Whatever somebody sends is a message or is refused; and what was a message can be looked into.
class StrictParserFuzzTest {
    @FuzzTest
    void anything(byte @NotNull [] bytes) {
        try {
            switch (new StrictParser().parseSIPMessage(bytes, true, false, null)) {
                case SIPRequest request -> {
                    request.checkHeaders();
                    lookInto(request);
                }
                case SIPResponse response -> {
                    response.checkHeaders();
                    lookInto(response);
                }
                case null, default -> {
                    return;
                }
            }
        } catch (ParseException refused) {
            return;
        }
    }

    private static void lookInto(SIPMessage message) {
        Texts.toTag(message);
        Texts.cause(message);
        Texts.sdp(message);
        Texts.number(message, "Session-Expires");
    }
}
