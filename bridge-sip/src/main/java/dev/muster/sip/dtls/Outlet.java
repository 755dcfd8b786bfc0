package dev.muster.sip.dtls;

/// Sends datagrams to the other side. One that is lost on the way is sent again.
@FunctionalInterface
public interface Outlet {
    void send(byte[] bytes, int offset, int length);
}
