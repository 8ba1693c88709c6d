"""PDF lines become paragraphs and headings again; PDFs that would be misread are refused."""

from __future__ import annotations

import zlib

import pytest
from load_samples import PROSE, pdf

from sayso.errors import UnreadableError
from sayso.terms.load import load_bytes

LEFT, BODY = 50.0, 11.0


def lines(
    *texts: str, top: float = 700, left: float = LEFT, gap: float = 14
) -> list[tuple[float, float, float, bool, str]]:
    return [(left, top - gap * at, BODY, False, text) for at, text in enumerate(texts)]


HEADER = (LEFT, 810.0, 9.0, False, "Acme terms, draft")
FIRST = [
    HEADER,
    (LEFT, 780.0, 20.0, True, "Terms of Service"),
    (LEFT, 750.0, 14.0, True, "10. Use of data"),
    (LEFT, 730.0, BODY, True, "10.4 License Grant."),
    (165.0, 730.0, BODY, False, "You grant us a license to use your content for the pur-"),
    *lines("poses below, and for no purposes that are not in this list; you can opt-", top=716),
    *lines("out of the training of our models. You opt out in the settings, as said.", top=702),
    *lines("We use your information to:", top=680),
    *lines("\u2022 provide the service;", "\u2022 improve it.", top=664, left=70),
    *lines("(a) one thing", top=630, left=70),
    *lines("(i) one in it", top=616, left=90),
    *lines("(b) another", top=602, left=70),
    *lines("This paragraph goes on over the end of the page, and it fills its last line", top=580),
    (290.0, 20.0, 9.0, False, "1"),
]
SECOND = [
    HEADER,
    *lines("up to the margin before it does.", top=780),
    (LEFT, 750.0, 14.0, True, "11. Sharing"),
    *lines("We do not sell it.", top=730),
    (290.0, 20.0, 9.0, False, "2"),
]


def test_lines_become_headings_paragraphs_and_lists() -> None:
    document = load_bytes(pdf([FIRST, SECOND]), "terms.pdf")
    assert document.title == "Terms of Service"
    assert document.text == (
        "# Terms of Service\n\n## 10. Use of data\n\n"
        "**10.4 License Grant.** You grant us a license to use your content for the purposes below, and for no "
        "purposes that are not in this list; you can opt-out of the training of our models. You opt out in the "
        "settings, as said.\n\nWe use your information to:\n\n- provide the service;\n- improve it.\n(a) one thing\n"
        "    (i) one in it\n(b) another\n\nThis paragraph goes on over the end of the page, and it fills its last "
        "line up to the margin before it does.\n\n## 11. Sharing\n\nWe do not sell it.\n"
    )


def test_bookmarks_name_headings() -> None:
    more = {
        1: b"<< /Type /Catalog /Pages 2 0 R /Outlines 800 0 R >>",
        800: b"<< /Type /Outlines /First 801 0 R /Last 801 0 R /Count 1 >>",
        801: b"<< /Title (1. How we share) /Parent 800 0 R >>",
    }
    shown = [*lines("1. How we share", top=720), *lines(PROSE, top=690)]
    assert load_bytes(pdf([shown], more=more), "x.pdf").text == f"# 1. How we share\n\n{PROSE}\n"


def test_a_pdf_without_a_heading_is_named_by_its_metadata() -> None:
    assert load_bytes(pdf([lines(PROSE)]), "x.pdf").title == "Named in the metadata"


WHOLE = pdf([lines(PROSE)])
PICTURE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
    b"\nstream\n0\nendstream"
)
SCAN = {900: PICTURE, 7: b"<< /Length 30 >>\nstream\nq 500 0 0 800 0 0 cm /X Do Q\nendstream"}
ENCRYPT = f"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>"
BOMB = b"<< /Length 9 /Filter /FlateDecode >>\nstream\n" + zlib.compress(bytes(160_000_000), 1) + b"\nendstream"
BAD = {
    "cut short": (WHOLE[: len(WHOLE) // 2], "cut short"),
    "only a signature": (b"%PDF-1.7\n%%EOF", "is a broken PDF"),
    "locked": (pdf([lines(PROSE)], trailer=ENCRYPT), "is locked with a password"),
    "a scan": (pdf([[]], more=SCAN), "holds no text on 1 of 1 pages"),
    "without text": (pdf([[]]), "holds no text"),
    "a bomb": (pdf([lines(PROSE)], more={901: BOMB}), "inflates to more than"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_pdf_is_refused_with_its_cause(kind: str) -> None:
    data, cause = BAD[kind]
    with pytest.raises(UnreadableError, match=cause):
        load_bytes(data, "terms.pdf")


@pytest.mark.parametrize(("limit", "most"), [("MAX_LETTERS", 500), ("MAX_PDF_SECONDS", 0.0)])
def test_a_small_file_whose_pages_show_the_same_again_and_again_is_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: float
) -> None:
    from sayso.terms.load import pdf as loader

    book = pdf([lines(*[PROSE] * 8)] * 9)
    assert load_bytes(book, "x.pdf")
    monkeypatch.setattr(loader, limit, most)
    with pytest.raises(UnreadableError, match="shows far more than any terms"):
        load_bytes(book, "x.pdf")
