"""As whom documents are held against a policy."""

from __future__ import annotations

#: The one who asks, the commonest first. Participants and employees take part in what others set up and decide.
ROLES = ("person", "participant", "employee", "host", "administrator")
TAKING_PART = ("participant", "employee")
