/// What people and bots want from the bridge, and what they are told about it: broadcasts, links between phones and
/// keys,
/// words typed in a chat.
///
/// ```
/// wrap ── OrderText: what does it say? ── Orders: may they? done ── Reports: how it went, to them alone
/// ```
@NullMarked
package dev.muster.sms.order;

import org.jspecify.annotations.NullMarked;
