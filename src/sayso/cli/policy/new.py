"""`sayso policy new`: a policy from a starting point and the answers to a dozen questions."""

from __future__ import annotations

import click

from sayso.cli.policy import common

_STARTS = ("cautious", "balanced", "open")


@click.command("new")
@click.option("--start", type=click.Choice(_STARTS), help="The starting point; by default the most cautious.")
@click.option("-o", "--output", metavar="FILE", help="Write it to FILE; by default it is printed.")
@click.option("--answers", "file", metavar="FILE.toml", help='A file of answers: KEY = "VALUE".')
@click.option("--answer", "given", multiple=True, metavar="KEY=VALUE", help="One answer; give it as often as you like.")
@click.option("--name", help="Whose policy it is.")
@click.option("--questions", is_flag=True, help="Show the questions with their keys and answers, and do no more.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def command(
    start: str | None,
    output: str | None,
    file: str | None,
    given: tuple[str, ...],
    name: str | None,
    questions: bool,
    force: bool,
) -> None:
    """Make a sharing policy: a commented file that you can edit.

    On a terminal, and without options that answer, it asks a dozen questions; Enter takes what is proposed.

    \b
    sayso policy new -o mine.toml
    sayso policy new --start balanced -o mine.toml
    sayso policy new --answer train-content=never --name "Ada Example"
    """
    from sayso.sharing.questions import check_answer, written
    from sayso.show.policies import questions as shown

    if questions:
        click.echo(shown.listed(), nl=False)
        return
    answers = _from_file(file) if file else {}
    for text in given:
        key, sign, value = text.partition("=")
        if not sign:
            raise click.UsageError(f"--answer {text!r} has no =; write KEY=VALUE")
        answers[key] = check_answer(key, value, "--answer")
    answers |= {k: check_answer(k, v, f"--{k}") for k, v in (("start", start), ("name", name)) if v is not None}
    if not answers and common.person_is_there():
        answers = _asked()
    text = written(answers)
    if not output:
        common.echo(text, "toml")
        return
    common.write(text, output, force=force)
    click.echo(f"Written to {output}. See it with: sayso policy show {output}", err=True)


def _from_file(file: str) -> dict[str, str]:
    from sayso.sharing.load import read_text
    from sayso.sharing.places import place
    from sayso.sharing.questions import check_answer
    from sayso.sharing.source import Source

    source = Source(read_text(file, "answers"), file)
    return {k: check_answer(k, v, file, place(source.places, (k,))) for k, v in source.content.items()}


def _asked() -> dict[str, str]:
    """Asks every question on standard error, so that the policy can go to a file or a pipe."""
    from sayso.sharing.questions import QUESTIONS, STARTS, default
    from sayso.show.policies.questions import choices

    answers: dict[str, str] = {}
    start = next(iter(STARTS))
    for number, question in enumerate(QUESTIONS, 1):
        proposed = default(question, start)
        click.echo(f"\n{number} of {len(QUESTIONS)}. {question.asks}", err=True)
        if question.choices:
            click.echo(choices(question), err=True)
            # A starting point can answer differently for different data.
            keep = [] if proposed else ["keep"]
            if keep:
                click.echo(f"  keep      as in the starting point ({start}), which tells kinds of data apart", err=True)
            kind = click.Choice([*question.choices, *keep])
            answer = click.prompt("  Answer", default=proposed or "keep", type=kind, show_choices=False, err=True)
        else:
            answer = click.prompt("  Answer", default=proposed, err=True)
        if answer != "keep" or proposed:
            answers[question.key] = answer
        start = answers.get("start", start)
    click.echo(err=True)
    return _checked(answers)


def _checked(answers: dict[str, str]) -> dict[str, str]:
    from sayso.sharing.questions import check_answer

    return {key: check_answer(key, value, "answer") for key, value in answers.items()}
