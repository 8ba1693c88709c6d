"""Small PDF and DOCX files, written by hand for the tests of loading."""

from __future__ import annotations

import io
import zipfile

PROSE = "You agree that we may use your content to improve the service, and that you can object to this at any time."
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'

Placed = tuple[float, float, float, bool, str]


def pdf(pages: list[list[Placed]], trailer: str = "", more: dict[int, bytes] | None = None) -> bytes:
    """A PDF of lines, each with its place (x, y), size, whether it is bold, and its text."""
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(pages)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        5: b"<< /Title (Named in the metadata) >>",
    }
    for i, lines in enumerate(pages):
        shown = "".join(
            f"/F{2 if bold else 1} {size} Tf 1 0 0 1 {x} {y} Tm ({_literal(text)}) Tj\n"
            for x, y, size, bold, text in lines
        )
        content = f"BT\n{shown}ET".encode("cp1252")
        objects[6 + 2 * i] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * i} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /X 900 0 R >> >> >>"
        ).encode()
        objects[7 + 2 * i] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    objects.update(more or {})
    out = b"%PDF-1.4\n"
    table = b""
    for key in sorted(objects):
        table += b"%d 1\n%010d 00000 n \n" % (key, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (key, objects[key])
    end = f"trailer << /Size 1000 /Root 1 0 R /Info 5 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    return out + b"xref\n0 1\n0000000000 65535 f \n" + table + end


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def paragraph(text: str, style: str = "", number: str = "", level: int = 0, bold: bool = False) -> str:
    """A paragraph of a DOCX file; `text` may hold runs of its own."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    counted = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    run = text if text.startswith("<") else f'<w:r>{weight}<w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p><w:pPr>{named}{counted}</w:pPr>{run}</w:p>"


def docx(body: str, **parts: str) -> bytes:
    """A DOCX file with a body and other parts (`styles`, `numbering`, `footnotes`), each given as its
    content.
    """
    files = {"[Content_Types].xml": "<Types/>", "word/document.xml": _part("document", f"<w:body>{body}</w:body>")}
    files |= {f"word/{name}.xml": _part(name, content) for name, content in parts.items()}
    return zipped(files)


def zipped(files: dict[str, str]) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _part(root: str, content: str) -> str:
    return f"<w:{root} {_W} {_R}>{content}</w:{root}>"
