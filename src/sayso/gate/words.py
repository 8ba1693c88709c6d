"""What each reason of the gate means, and what to do about it, in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from sayso.decision import Reason

#: What it means, as in “12 rows: somebody in it refused”.
MEANS: Mapping[Reason, str] = {
    Reason.TERMS_NEVER: "the terms that it was collected under promise not to",
    Reason.STRATEGY_NEVER: "the strategy rules it out",
    Reason.SIGNAL_REFUSES: "its source refuses",
    Reason.CONSENT_REFUSED: "somebody in it refused",
    Reason.CONSENT_WITHDRAWN: "somebody in it withdrew",
    Reason.COLLECTED_LATER: "it was collected after the moment that counts",
    Reason.TERMS_UNKNOWN: "its version of the terms was not given",
    Reason.TERMS_SILENT: "its terms say nothing of this use",
    Reason.STRATEGY_SILENT: "the strategy says nothing of this use",
    Reason.SIGNAL_UNKNOWN: "the signals of its source are not known, or cannot be understood",
    Reason.NOBODY_NAMED: "nobody is named in it",
    Reason.CONSENT_MISSING: "somebody in it was never asked, or never answered",
    Reason.CONSENT_OVER: "the consent of somebody in it has ended",
    Reason.CONSENT_LATER: "somebody in it agreed only after it was collected",
    Reason.CONSENT_PRESSED: "somebody in it depends on who asked, and the strategy shows no alternative",
    Reason.NOT_REFUSED: "nobody in it refused, and terms and strategy ask for no more",
    Reason.CONSENTED: "everybody in it agreed, before it was collected and still",
}

#: What to do about it; what passes needs nothing.
DO: Mapping[Reason, str] = {
    Reason.TERMS_NEVER: "leave it out: a promise of the terms holds, whoever agrees",
    Reason.STRATEGY_NEVER: "leave it out, or change the strategy with those who answer for it",
    Reason.SIGNAL_REFUSES: "leave it out",
    Reason.CONSENT_REFUSED: "leave it out; of a transcript with segments, the rest is kept",
    Reason.CONSENT_WITHDRAWN: "leave it out, and see what was made of it before (sayso withdraw)",
    Reason.COLLECTED_LATER: "check the clocks, or take a later moment (--as-of)",
    Reason.TERMS_UNKNOWN: "give that version (--terms VERSION=FILE)",
    Reason.TERMS_SILENT: "leave it out: silence is not permission, and new terms hold only for what comes after them",
    Reason.STRATEGY_SILENT: "write the use into the strategy, if it is intended (--strategy)",
    Reason.SIGNAL_UNKNOWN: "record what its source says (--signals)",
    Reason.NOBODY_NAMED: "name everybody who is in it (subjects; in a transcript the speaker of each segment)",
    Reason.CONSENT_MISSING: "ask them; a yes to what was collected before has to say so (covers)",
    Reason.CONSENT_OVER: "ask them again",
    Reason.CONSENT_LATER: "leave it out, unless they say that their yes reaches back (covers)",
    Reason.CONSENT_PRESSED: "offer the same without it, and say so in the strategy (alternative = true)",
}
