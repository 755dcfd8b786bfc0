package dev.muster.sip.menu;

import java.time.Instant;
import java.util.List;

/// Asks a caller something. One thread at a time.
public interface Menu {
    /// The line is there.
    List<Step> begin(Instant now);

    /// A key was pressed.
    List<Step> pressed(char key, Instant now);

    /// What was to be said has been said to its end.
    List<Step> said(Instant now);

    /// Time passes: to be told about every second.
    List<Step> look(Instant now);
}
