package dev.muster.sms.carrier.http;

import dev.muster.kit.http.Response;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.carrier.Outgoing;
import java.net.http.HttpRequest;

/// What a gateway wants to be asked, and how it tells what came.
interface Gateway {
    /// The text as the gateway takes it, without a deadline.
    HttpRequest.Builder request(Outgoing message);

    /// What its answer means.
    Answer answer(int status, String body);

    /// What somebody has said.
    ///
    /// @throws IllegalArgumentException if it doesn't tell
    Incoming said(Fields fields);

    /// What has become of a message.
    ///
    /// @throws IllegalArgumentException if it doesn't tell
    Incoming receipt(Fields fields);

    /// What it wants to hear when we have something.
    Response thanks();
}
