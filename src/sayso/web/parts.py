"""Which parts a desk has, by its environment."""

from __future__ import annotations

from collections.abc import Mapping

from sayso.web.desk import Desk
from sayso.web.part import Part


def parts(desk: Desk, environment: Mapping[str, str]) -> list[Part]:
    """The parts that are set up. Raises `ConnectError` or `LoginError` for one that is set up by half."""
    from sayso.connect.matrix import settings as matrix
    from sayso.connect.zoom import settings as zoom
    from sayso.web import oidc_settings
    from sayso.web.connectors import ConnectorsPart
    from sayso.web.courier import CourierPart
    from sayso.web.matrix import MatrixPart
    from sayso.web.zoom import ZoomPart

    found: list[Part] = [CourierPart(desk), ConnectorsPart(desk)]
    if set_up := zoom.from_environment(environment):
        found.append(ZoomPart(desk, set_up))
    if bot := matrix.from_environment(environment):
        found.append(MatrixPart(desk, bot))
    if login := oidc_settings.from_environment(environment):
        from sayso.web.oidc import LoginPart

        found.append(LoginPart(desk, login))
    return found
