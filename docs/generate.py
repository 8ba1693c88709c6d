"""Writes docs/how-a-document-is-read.md from the code itself: `python docs/generate.py`; a test keeps it true."""

from __future__ import annotations

import sys
from pathlib import Path

from sayso.terms.claims import find
from sayso.terms.document import Document
from sayso.terms.load import load
from sayso.terms.outline import Kind, clean
from sayso.terms.passages import Passage, cut
from sayso.terms.reader import passage_sentences, read_document

HERE = Path(__file__).parent
PAGE = HERE / "how-a-document-is-read.md"
EXAMPLE = "examples/meeting-terms.md"
#: The section that the page follows through the house.
SECTION = "5.3"


def page() -> str:
    """The page."""
    document = load(HERE.parent / EXAMPLE)
    start = document.text.index(f"**{SECTION} ")
    index, (a, b) = next((i, span) for i, span in enumerate(cut(document.text)) if span[0] <= start < span[1])
    passage = Passage(document.text[a:b])
    parts = [
        INTRODUCTION,
        _document(document),
        _passages(document, index),
        _outline(passage, start - a),
        _phrases(document, index, start - a),
        _claims(document, index, start - a),
        _definitions(document),
        _grid(document),
    ]
    return "\n".join(parts)


INTRODUCTION = f"""# How a document is read

One document, followed through the house: what goes into each stage and what comes out. This page is written by
`python docs/generate.py`, from the code and [`{EXAMPLE}`](../{EXAMPLE}), and a test fails when it is out of date.

```
bytes -> load -> Document -> passages -> outline -> phrases -> sentences -> claims, controls -> grid
                                 \\-> names, defined terms, headings of the whole -/
```

Everything right of `load` is pure: the same text gives the same reading, on any machine, at any time.
"""


def _document(document: Document) -> str:
    return f"""## 1. Loading: `terms/load`

Bytes of any format become a [`Document`](../src/sayso/terms/document.py): one canonical text that every offset points
into. For Markdown and plain text it is the file itself; HTML, PDF and Word become Markdown.

| field | value |
|---|---|
| title | {document.title} |
| format | {document.format} |
| words | {document.words} |
| text | `{document.text[:60].splitlines()[0]}` … {len(document.text)} characters |
"""


def _passages(document: Document, index: int) -> str:
    spans = cut(document.text)
    rows = "\n".join(
        f"| {i} | {a}–{b} | {'**' if i == index else ''}{clean(document.text[a:b].strip().splitlines()[0])[:70]}"
        f"{'**' if i == index else ''} |"
        for i, (a, b) in enumerate(spans)
    )
    return f"""## 2. Passages: `terms/passages.py`

The text is cut where no list, table or lead-in is open. A passage that was read before, in the same context, comes back
from the memory (`terms/memory.py`): the cost of a new version grows with what changed.

| passage | characters | begins with |
|---|---|---|
{rows}

Each passage is skimmed for what the others need to know: its headings, the company's name, the defined terms.
"""


def _outline(passage: Passage, start: int) -> str:
    rows = []
    tree = passage.outline
    for i, block in enumerate(tree.blocks):
        if block.end < start or len(rows) > 7:
            continue
        text = passage.text[block.start : block.end].replace("|", "\\|").replace("\n", " ")
        lead = f"block {block.lead}" if block.lead >= 0 else ""
        rows.append(f"| {i} | {Kind(block.kind).name.lower()} | {tree.label(block.section)} | {lead} | {text[:80]} |")
    return f"""## 3. The outline: `terms/outline.py`

Blocks in order, the section each stands in, and the block that introduces it. From section {SECTION} on:

| block | kind | section | hangs from | text |
|---|---|---|---|---|
{chr(10).join(rows)}
"""


def _phrases(document: Document, index: int, start: int) -> str:
    rows = []
    for s in passage_sentences(document, index):
        if s.end > start and len(rows) < 6:
            text = s.text.replace("|", "\\|").replace("\n", " ")
            rows.append(f"| `{s.full}` | {', '.join(sorted(s.context.headings)) or '-'} | {text[:110]} |")
    return f"""## 4. Phrases and sentences: `terms/lexicon.py`, `terms/sentences.py`

One pass finds every phrase of the phrase book ([`lexicon.toml`](../src/sayso/terms/lexicon.toml)). Each has a
one-letter code (`W` we, `u` use, `M` AI, `t` train, `N` not, `K` consent, `1` content, `2` usage ...), so a sentence
spells a short string: what introduces it, a bar, its own. Headings add what they are about.

| codes | under headings about | sentence |
|---|---|---|
{chr(10).join(rows)}
"""


def _claims(document: Document, index: int, start: int) -> str:
    rows = []
    for s in passage_sentences(document, index):
        if s.end <= start:
            continue
        for c in find(s):
            if len(rows) < 8 and "choice" not in c.flags:
                marks = ", ".join(sorted(c.flags)) or "-"
                text = s.text.replace("|", "\\|").replace("\n", " ")
                rows.append(f"| {c.purpose} | {', '.join(c.data)} | {c.say} | {c.rule} | {marks} | {text[:70]} |")
    return f"""## 5. Claims: `terms/claims`

One file a purpose; each rule takes a sentence and gives claims: this data, this purpose, this much say.

| purpose | data | say | rule | marks | sentence |
|---|---|---|---|---|---|
{chr(10).join(rows)}
"""


def _definitions(document: Document) -> str:
    reading = read_document(document)
    terms = "\n".join(f"| {d.term} | {', '.join(d.data)} |" for d in reading.definitions)
    controls = "\n".join(
        f"| {k.kind} | {', '.join(k.purposes)} | {k.quote.section} | {k.quote.text[:90].replace('|', ' ')} |"
        for k in reading.controls
    )
    return f"""## 6. Terms and controls of the whole: `terms/definitions.py`, `terms/claims/controls.py`

A defined term covers the rows that its own definition names:

| term | covers |
|---|---|
{terms}

A control lifts the uses that it governs, wherever it stands:

| kind | governs | section | quote |
|---|---|---|---|
{controls or "| - | - | - | - |"}
"""


def _grid(document: Document) -> str:
    reading = read_document(document)
    cell = reading.answer
    quotes = "\n".join(f"> {q.text}\n>\n> ({q.section}, characters {q.start}–{q.end})\n" for q in cell.evidence)
    exceptions = ", ".join(f"{e.data}: {e.say}" for e in cell.exceptions) or "none"
    stated = "\n".join(f"| {c.data} | {c.purpose} | {c.say} | {c.reason} |" for c in reading.grid if c.evidence)
    return f"""## 7. The grid: `terms/claims/settle.py`, `terms/compose.py`

The least say wins; overrides, exceptions and contradictions are kept apart. The answer, content x train-ai:

**{cell.say}**: {cell.reason}. Exceptions: {exceptions}.

{quotes}
All cells that the document states:

| data | purpose | say | reason |
|---|---|---|---|
{stated}
"""


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        sys.exit(PAGE.read_text("utf-8") != page())
    PAGE.write_text(page(), "utf-8")
