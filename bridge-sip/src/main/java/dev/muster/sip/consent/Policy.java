package dev.muster.sip.consent;

import java.util.List;

/// What must have happened before anything of somebody is recorded.
public enum Policy {
    /// They were told, and have stayed on the line.
    ANNOUNCED,
    /// They have said yes: by a key, to a human, or through their client.
    AGREED;

    /// Whether it has, after all that one person was told and said. A no counts until there is a later yes.
    public boolean isSatisfied(List<Method> heard) {
        boolean isAllowed = false;
        for (Method method : heard) {
            if (method.isNo()) isAllowed = false;
            else if (method.isYes() || (this == ANNOUNCED && method == Method.IVR_ANNOUNCEMENT)) isAllowed = true;
        }
        return isAllowed;
    }
}
