"""`sayso policy set`: one line or one exception of a policy, with all comments kept."""

from __future__ import annotations

from datetime import datetime

import click

from sayso.cli.policy import common

_LEVELS = ("never", "opt-in", "opt-out", "leave", "no-say")


@click.command("set")
@click.argument("policy")
@click.argument("data")
@click.argument("purpose")
@click.argument("level", type=click.Choice(_LEVELS))
@click.option("--note", default="", help="Why the line is there.")
@click.option("--service", metavar="NAME", help="Make it an exception for this service.")
@click.option("--reason", help="Why the exception is made.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The last day of the exception.")
def command(
    policy: str,
    data: str,
    purpose: str,
    level: str,
    note: str,
    service: str | None,
    reason: str | None,
    until: datetime | None,
) -> None:
    """Set what POLICY accepts of DATA for PURPOSE: LEVEL, or anything that leaves more say. Comments stay.

    `*` stands for all data, or for all purposes (in quotes, so that the shell leaves it alone).

    \b
    sayso policy set mine.toml content train-ai never
    sayso policy set mine.toml audio review opt-in --note "calls with patients"
    sayso policy set mine.toml usage improve no-say --service Lantern --reason "a trial" --until 2027-06-30
    """
    if service and (reason is None or until is None or note):
        raise click.UsageError("an exception for a --service needs a --reason and an end, --until, and has no --note")
    if not service and (reason is not None or until is not None):
        raise click.UsageError("--reason and --until belong to an exception; name its --service")
    from sayso.row import ANY
    from sayso.say import Say
    from sayso.sharing.load import from_text, load, read_text
    from sayso.sharing.rewrite import set_exception, set_line
    from sayso.vocabulary import find_purpose

    loaded, text = load(policy), read_text(policy)
    name = common.find_data(data, loaded)
    use = ANY if purpose == ANY else find_purpose(purpose).name
    above = loaded.above.all_categories if loaded.above else {}
    if service and reason is not None and until is not None:
        given = (service, name, use, Say(level), reason, until.date())
        new = set_exception(text, *given, above=above, name=policy)
    else:
        new = set_line(text, name, use, Say(level), note, above=above, name=policy)
    # What may not stand beside a policy above is refused before anything is written.
    from_text(new, policy, loaded.above)
    if new != text:
        common.write(new, policy, force=True)
