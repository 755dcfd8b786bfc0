/// Who somebody is, shown without saying the password: HTTP Digest as SIP has it (RFC 8760, RFC 7616, RFC 2617), from
/// both sides.
@NullMarked
package dev.muster.sip.ua.digest;

import org.jspecify.annotations.NullMarked;
