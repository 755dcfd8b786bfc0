/// The way around networks that let nothing through: tickets for a TURN server, short-lived, one for each who calls.
@NullMarked
package dev.muster.sip.turn;

import org.jspecify.annotations.NullMarked;
