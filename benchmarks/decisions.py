"""Single decisions with their reason, a second, beside Cedar, Rego and a dictionary; and a check of a read document.

    python benchmarks/decisions.py

Needs the `bench` extra. Ten thousand people accept a level of say for each row and purpose; is this much say over this
use of this person's data enough? All engines answer the same questions, in turn, and must agree. What can be loaded
beforehand is: policies and entities of Cedar, policy and data of Rego, the rules of sayso.
"""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date
from itertools import product
from pathlib import Path

import cedarpy
import regorus

import sayso
from sayso.decision import Decision, Level, Line, Verdict, decide
from sayso.say import Say
from sayso.sharing.check import check
from sayso.sharing.load import load
from sayso.sharing.policy import Policy, Rules
from sayso.sharing.service import join
from sayso.vocabulary import READ_PURPOSES, ROWS

HERE = Path(__file__).parent
ON = date(2026, 6, 1)
PEOPLE, REQUESTS, ROUNDS, SEED = 10_000, 20_000, 5, 2026

LEVELS = [say for say in Say if say is not Say.UNSTATED]
CELLS = list(product(ROWS, READ_PURPOSES))

#: Who, which data, for what, and how much say is said to be had.
Request = tuple[int, str, str, Say]
Engine = Callable[[Request], bool]

CEDAR = """
permit (principal, action, resource) when { principal.accepted.contains(context.use) };
"""
REGO = """
package sharing
default allow := false
allow if data.people[input.person][input.data][input.purpose] <= input.rank
"""


def main() -> None:
    """Make the case, run every engine on it, and print the figures."""
    chance = random.Random(SEED)
    people = [{cell: chance.choice(LEVELS) for cell in CELLS} for _ in range(PEOPLE)]
    requests = [(chance.randrange(PEOPLE), *chance.choice(CELLS), chance.choice(LEVELS)) for _ in range(REQUESTS)]
    policies = [tuple(Line(*cell, least) for cell, least in accepted.items()) for accepted in people]
    levels = [(Level(lines),) for lines in policies]

    engines: dict[str, Callable[[], Engine]] = {
        "sayso, rules that were asked before": kept(rules_of(levels)),
        "sayso, asked for the first time": lambda: rules_of(levels),
        "sayso, the one-page reference": kept(reference(levels)),
        "cedarpy, loaded handles": kept(cedar(people)),
        "regorus, loaded": kept(rego(people)),
        "a dictionary of bitmasks, no reasons": kept(bitmasks(people)),
    }
    rates = measured(engines, requests)
    ours = rates["sayso, rules that were asked before"]
    for name, rate in rates.items():
        print(f"{name:38} {rate:10,.0f} a second; sayso {ours / rate:6.2f} times as many")
    print("bars: 10 times cedarpy, and more than regorus")
    checks()


def kept(engine: Engine) -> Callable[[], Engine]:
    """An engine that is loaded once."""
    return lambda: engine


def measured(engines: dict[str, Callable[[], Engine]], requests: Sequence[Request]) -> dict[str, float]:
    """Decisions a second: the median of several rounds, in which all engines run in turn."""
    right = [engines["sayso, the one-page reference"]()(request) for request in requests]
    rates: dict[str, list[float]] = {name: [] for name in engines}
    for start in (False, *[True] * ROUNDS):  # the first round fills what is filled when first asked, and checks answers
        for name, load_engine in engines.items():
            engine = load_engine()
            if not start:
                assert [engine(request) for request in requests] == right, name
                continue
            begun = time.process_time()
            for request in requests:
                engine(request)
            rates[name].append(len(requests) / (time.process_time() - begun))
    return {name: statistics.median(found) for name, found in rates.items()}


def rules_of(levels: Sequence[tuple[Level, ...]]) -> Engine:
    """The rules of each, held ready."""
    rules = [Rules(each, "", ON) for each in levels]

    def engine(request: Request) -> bool:
        person, *use = request
        return allows(rules[person].decide(*use))

    return engine


def reference(levels: Sequence[tuple[Level, ...]]) -> Engine:
    """The page itself, without memory."""

    def engine(request: Request) -> bool:
        person, *use = request
        return allows(decide(levels[person], *use, on=ON))

    return engine


def allows(decision: Decision) -> bool:
    """The answer; the decision has the line and the rule that gave it too."""
    return decision.verdict is Verdict.FINE


def enough(accepted: dict[tuple[str, str], Say]) -> list[tuple[str, str, Say]]:
    """Every use that somebody accepts, with how much say."""
    return [(*cell, say) for cell, least in accepted.items() for say in LEVELS if say.rank >= least.rank]


def cedar(people: Sequence[dict[tuple[str, str], Say]]) -> Engine:
    """Cedar: one policy, and each person an entity with what they accept."""
    policies = cedarpy.PolicySet.from_str(CEDAR)
    entities = [
        {
            "uid": {"type": "Person", "id": str(number)},
            "attrs": {"accepted": [" ".join(use) for use in enough(accepted)]},
            "parents": [],
        }
        for number, accepted in enumerate(people)
    ]
    loaded = cedarpy.Entities.from_json_str(json.dumps(entities))

    def engine(request: Request) -> bool:
        person, *use = request
        asked = {
            "principal": {"type": "Person", "id": str(person)},
            "action": {"type": "Action", "id": "use"},
            "resource": {"type": "Data", "id": use[0]},
            "context": {"use": " ".join(use)},
        }
        return bool(cedarpy.is_authorized(asked, policies, loaded).allowed)

    return engine


def rego(people: Sequence[dict[tuple[str, str], Say]]) -> Engine:
    """Rego: the least say that is accepted is looked up, and compared."""
    loaded = regorus.Engine()
    loaded.add_policy("sharing.rego", REGO)
    table: dict[str, dict[str, dict[str, int]]] = {}
    for number, accepted in enumerate(people):
        for (data, purpose), least in accepted.items():
            table.setdefault(str(number), {}).setdefault(data, {})[purpose] = least.rank or 0
    loaded.add_data({"people": table})

    def engine(request: Request) -> bool:
        person, data, purpose, say = request
        loaded.set_input({"person": str(person), "data": data, "purpose": purpose, "rank": say.rank})
        return bool(loaded.eval_rule("data.sharing.allow"))

    return engine


def bitmasks(people: Sequence[dict[tuple[str, str], Say]]) -> Engine:
    """A bit for each use: whether, but not why."""
    bits = {use: 1 << number for number, use in enumerate(product(ROWS, READ_PURPOSES, LEVELS))}
    bit_of = {(data, purpose, say): bit for (data, purpose, say), bit in bits.items()}
    masks = [sum(bit_of[use] for use in enough(accepted)) for accepted in people]

    def engine(request: Request) -> bool:
        person, *use = request
        return masks[person] & bit_of[tuple(use)] != 0

    return engine


def checks() -> None:
    """All cells of a document that is read already, against each of the policies to start from."""
    service = join([sayso.read(HERE.parent / "examples" / "meeting-terms.md")], "Lantern Rooms")
    starts = Path(sayso.__file__).parent / "sharing" / "starts"
    for file in sorted(starts.glob("*.toml")):
        policy: Policy = load(file)
        took = []
        for _ in range(300):
            begun = time.process_time()
            check(service, policy, ON)
            took.append(time.process_time() - begun)
        print(f"a check of a read document, {file.stem:9} {1000 * statistics.median(took):6.2f} ms (bar: 1 ms)")


if __name__ == "__main__":
    main()
