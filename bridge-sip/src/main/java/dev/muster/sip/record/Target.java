package dev.muster.sip.record;

import java.net.URI;

/// Where recordings are uploaded to.
///
/// @param format which copy, if there is one; or else what was recorded
/// @param deletes whether we have no further use for what arrived there
public record Target(URI url, Login login, Format format, boolean deletes) {
    /// Neither the address, which may have a token in it.
    @Override
    public String toString() {
        return "target";
    }
}
