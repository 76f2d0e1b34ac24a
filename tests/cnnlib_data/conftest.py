"""No test here reaches a network: what is not served by this machine fails at once."""

import socket

import pytest


@pytest.fixture(autouse=True)
def only_this_machine(monkeypatch, tmp_path):
    """Refuse other machines and system-wide proxies, and give each test an empty data folder."""
    connect = socket.socket.connect

    def local_only(self, address):
        assert address[0] in ("127.0.0.1", "::1"), f"a test tried to reach {address}"
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", local_only)
    monkeypatch.setattr(socket, "getaddrinfo", refuse_names(socket.getaddrinfo))
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CNNLIB_DATA", str(tmp_path / "data"))


def refuse_names(getaddrinfo):
    """Let addresses of this machine pass; answer any name as a machine without a network does."""

    def lookup(host, *args, **options):
        if host in ("127.0.0.1", "localhost"):
            return getaddrinfo(host, *args, **options)
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    return lookup
