"""A notice, as the tests show it."""

from __future__ import annotations

from sayso.consent.notice import Notice, Party

NOTICE = Notice(
    version="2026-05",
    date="2026-05-02",
    controller=Party("https://harbour.example/", "Harbour Ltd", "privacy@harbour.example", "1 Quay, Cork"),
    jurisdiction="IE",
    storage="IE",
    retention="P30D",
    withdraw_at="https://desk.harbour.example/mine",
    rights_at="https://harbour.example/rights",
    recipients=(Party("https://lantern.example/", "Lantern Rooms Inc", "privacy@lantern.example"),),
    texts={
        "content.audio provide": "Your speech is written down to make the summary of this meeting.",
        "content.audio train-ai": "Your speech is used to train the speech models of Lantern Rooms.",
    },
)
