"""Which network addresses a page may be fetched from: public ones only.

A page, a redirect or a name server must not be able to point sayso at the machine it runs on or at the
network around it (server-side request forgery). Addresses that carry another inside (IPv4-mapped, 6to4,
NAT64, Teredo) are judged by both.
"""

from __future__ import annotations

import ipaddress

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")  # RFC 8215
_COMPATIBLE = ipaddress.ip_network("::/96")  # IPv4-compatible, RFC 4291 section 2.5.5.1
_SITE_LOCAL = ipaddress.ip_network("fec0::/10")  # RFC 3879


def public(address: str) -> bool:
    """Whether an IP address is one of the public internet."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _NAT64_LOCAL or ip in _COMPATIBLE or ip in _SITE_LOCAL:
            return False
        mapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else ip.ipv4_mapped
        if mapped is not None:
            return _global(mapped)
        if any(found is not None and not _global(found) for found in (ip.sixtofour, *(ip.teredo or ()))):
            return False
    return _global(ip)


def _global(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return ip.is_global and not (
        ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback or ip.is_link_local
    )
