package dev.muster.sip.ua;

/// How far a call has come.
sealed interface Stage permits Dialling, Ringing, Talk, Stage.Over {
    /// Nothing more happens to it.
    enum Over implements Stage {
        OVER
    }
}
