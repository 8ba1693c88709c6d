"""The consent desk over HTTP. Thin: it maps requests to `sayso.consent.rooms`, and errors, once, to problems."""
