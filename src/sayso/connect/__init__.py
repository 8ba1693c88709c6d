"""Connectors: what other platforms say becomes facts of the desk, and what the desk decides becomes calls to them."""
