"""What people are told when they are asked: who asks, for what, who gets it, for how long, and how to say no later.

A notice belongs to one version of a feature, and is never changed: who answered has answered what it says. Whoever has
something else to say declares the feature's next version, about which everybody is asked anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sayso.consent.feature import Feature
from sayso.say import Say

#: Consent as a legal basis (GDPR Art. 6(1)(a)).
CONSENT = "A6-1-a"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody with a part in the processing. `id`: an IRI or a name that stays the same."""

    id: str
    name: str
    email: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the terms themselves say of a use: the level of say that they leave, and their own words for it.

    `source`: whose words they are ("Lantern Rooms, terms of 2 May 2026"). `section`: the heading under which they
    stand. `quote` and `source` may be empty where the terms say nothing.
    """

    say: Say
    quote: str = ""
    section: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """One version of a notice (GDPR Art. 13; ISO/IEC TS 27560, 6.3.4).

    `controller`: who decides about the data. `recipients`: who else gets it. `jurisdiction`, `storage`: countries, as
    ISO 3166-1 codes. `retention`: how long, as an ISO 8601 duration (`P30D`). `withdraw_at`, `rights_at`: addresses
    for withdrawing and for all other rights. `texts`: what each use is, in one plain sentence, by the use's name;
    `grounds`: what the terms say of it, by the same name. `translations`: the texts in other languages, by language.
    `legal_basis`: on what the controller relies, as DPV names it (`A6-1-f`; GDPR Art. 6(1)): consent, unless it says
    otherwise. `costs_nothing`: why refusing costs nobody anything, in one sentence: where employers ask, it is presumed
    that it does.
    """

    version: str
    date: str
    controller: Party
    jurisdiction: str
    storage: str
    retention: str
    withdraw_at: str
    rights_at: str
    language: str = "en"
    recipients: tuple[Party, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    grounds: Mapping[str, Ground] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    legal_basis: str = CONSENT
    costs_nothing: str = ""

    @property
    def languages(self) -> list[str]:
        """All languages that it can be read in, its own first."""
        return [self.language, *sorted(self.translations)]

    def said(self, use: str, language: str) -> tuple[str, str]:
        """What a use is, in a language if it is there, and otherwise in the notice's own; and in which that is."""
        translated = self.translations.get(language, {}).get(use)
        return (translated, language) if translated else (self.texts.get(use, ""), self.language)

    def unsaid(self, feature: Feature) -> list[tuple[str, str]]:
        """The uses of a feature for which it has no sentence, each with the language in which that is missing."""
        texts = [(self.language, self.texts), *sorted(self.translations.items())]
        uses = [use.name for use in feature.uses]
        return [(use, language) for language, said in texts for use in uses if not said.get(use, "").strip()]
