"""Word's own numbers are resolved, and broken or hostile packages are refused."""

from __future__ import annotations

import io
import zipfile

import pytest
from load_samples import PROSE, docx, paragraph, zipped

from sayso.errors import UnreadableError
from sayso.terms.load import load_bytes


def level(depth: int, form: str, shown: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{shown}"/></w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "decimal", "%1.", '<w:pStyle w:val="H1"/>', 13)
    + level(1, "decimal", "%1.%2")
    + level(2, "lowerLetter", "(%3)")
    + level(3, "lowerRoman", "(%4)")
    + level(4, "upperRoman", "%5.%1", "<w:isLgl/>")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + level(0, "bullet", "\uf0b7")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    + '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)
STYLES = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr>'
    '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H1b"><w:name w:val="Own"/><w:basedOn w:val="H1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="TT"><w:name w:val="Title"/></w:style>'
)


def text(*paragraphs: str, **parts: str) -> str:
    body = "".join((*paragraphs, paragraph(PROSE)))
    found = load_bytes(docx(body, numbering=NUMBERING, styles=STYLES, **parts), "terms.docx").text
    return found.replace(f"\n\n{PROSE}\n", "")


def test_automatic_numbers_are_those_that_word_shows() -> None:
    grant = "<w:r><w:rPr><w:b/></w:rPr><w:t>License Grant. </w:t></w:r><w:r><w:t>You grant it.</w:t></w:r>"
    found = text(
        paragraph("Terms", "TT"),
        paragraph("Scope", "H1"),
        paragraph("Content", "H1b"),
        paragraph(grant.replace("> </", ' xml:space="preserve"> </'), number="1", level=1),
        paragraph("one", number="1", level=2),
        paragraph("deep", number="1", level=3),
        paragraph("two", number="1", level=2),
        paragraph("No sale.", number="1", level=1),
        paragraph("again", number="1", level=2),
        paragraph("anew", number="3", level=2),
        paragraph("bullet", number="2"),
    )
    assert found == (
        "# Terms\n\n# 13. Scope\n\n# 14. Content\n\n"
        "**14.1 License Grant.** You grant it.\n\n(a) one\n    (i) deep\n(b) two"
        "\n\n14.2 No sale.\n\n(a) again\n(a) anew\n- bullet"
    )


def test_a_typed_number_is_not_doubled() -> None:
    assert text(paragraph("10.4 Typed.", number="1", level=1)) == "10.4 Typed."


def test_what_a_reader_does_not_see_is_left_out() -> None:
    found = text(
        paragraph("Scope 3", "T1"),
        paragraph(
            "<w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t> added</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
            "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        ),
    )
    assert found == "kept added"


def test_tables_content_controls_and_footnotes_survive() -> None:
    cell = "<w:tc>{}</w:tc>".format
    rows = "".join(
        f"<w:tr>{cell(paragraph(a))}{cell(paragraph(b))}</w:tr>" for a, b in (("Data", "Use"), ("Audio", "Train"))
    )
    note = '<w:r><w:t>noted</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r>'
    body = f"<w:tbl>{rows}</w:tbl><w:sdt><w:sdtContent>{paragraph(note)}</w:sdtContent></w:sdt>{paragraph(PROSE)}"
    found = load_bytes(docx(body, footnotes=f'<w:footnote w:id="7">{paragraph("A note.")}</w:footnote>'), "x.docx")
    assert found.text == f"| Data | Use |\n| --- | --- |\n| Audio | Train |\n\nnoted[^1]\n\n{PROSE}\n\n[^1]: A note.\n"


GOOD = docx(paragraph(PROSE))
BAD = {
    "a broken zip file": (GOOD[: len(GOOD) // 2], "is a broken DOCX file"),
    "another zip file": (zipped({"x.txt": "x"}), "is a zip file, and no DOCX file"),
    "broken XML": (zipped({"word/document.xml": "<a><b></a>"}), "not well formed"),
    "entities": (
        zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY e "eeee">]><a>&e;&e;</a>'}),
        "declares a document type",
    ),
    "a zip bomb": (zipped({"word/document.xml": "<a>" + " " * 70_000_000}), "inflates to more than 60 MB"),
    "deep XML": (zipped({"word/document.xml": "<a>" * 50_000}), "nests XML more than"),
    "no text": (docx(""), "holds no text"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Word document, or one that is locked"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_package_is_refused_with_its_cause(kind: str) -> None:
    data, cause = BAD[kind]
    with pytest.raises(UnreadableError, match=cause):
        load_bytes(data, "terms.docx")


def test_a_package_that_lies_about_a_size_is_still_bounded() -> None:
    data = bytearray(zipped({"word/document.xml": "<a>" + " " * 70_000_000}))
    for at in (data.find(b"PK\x03\x04") + 22, data.find(b"PK\x01\x02") + 24):
        data[at : at + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(UnreadableError):
        load_bytes(bytes(data), "terms.docx")


@pytest.mark.parametrize(
    "written",
    [
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="²"/></w:tcPr>{p}</w:tc><w:tc>{p}</w:tc></w:tr></w:tbl>',
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="²"/><w:numId w:val="1"/></w:numPr></w:pPr>{r}</w:p>',
        '<w:p><w:pPr><w:outlineLvl w:val="³"/></w:pPr>{r}</w:p>',
    ],
)
def test_digits_that_are_no_numbers_are_none(written: str) -> None:
    run = f"<w:r><w:t>{PROSE}</w:t></w:r>"
    assert PROSE in load_bytes(docx(written.format(r=run, p=f"<w:p>{run}</w:p>")), "x.docx").text


def test_the_form_of_a_number_cannot_fill_the_memory() -> None:
    level = f'<w:lvl w:ilvl="0"><w:start w:val="9"/><w:lvlText w:val="{"%1" * 20_000}"/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    text = load_bytes(docx(paragraph(PROSE, number="1"), numbering=numbering), "x.docx").text
    assert PROSE in text
    assert len(text) < len(PROSE) + 200


def test_a_package_compressed_in_ways_that_docx_has_not_is_broken() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        for name, part in (("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<x/>" * 99)):
            archive.writestr(name, part)
    data = out.getvalue()
    for at in range(60, len(data), 7):
        with pytest.raises(UnreadableError, match=r"broken DOCX|no DOCX file|no Word document"):
            load_bytes(data[:at] + b"\xff" * 8 + data[at + 8 :], "x.docx")
