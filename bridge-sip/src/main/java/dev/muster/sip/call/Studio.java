package dev.muster.sip.call;

/// Where the voices of calls come from.
public interface Studio {
    /// Those of a call to a telephone.
    ///
    /// @param call its id
    /// @param events told when something happens to them: not before this returns
    Media to(String call, Media.Events events);

    /// Those of a call from a telephone.
    ///
    /// @param trunk by which it comes
    Media from(String call, Media.Events events, String trunk);
}
