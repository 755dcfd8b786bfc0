/// What programs ask over HTTP: texts, and what has become of them.
///
/// Two ways lead here: ours, `/v1/sms` with a token in a header; and that of BuildIt's apps, which send no
/// header, so that the token is part of the address that somebody enters there: `https://…/g/<token>`. Either
/// way the token opens what it was made for, and a request that comes again is the same text.
///
/// The room asks [Counter] for everything, and knows nothing of carriers, consent or money.
@NullMarked
package dev.muster.sms.api;

import org.jspecify.annotations.NullMarked;
