"""Sentences as the rules see them: their phrases as a code string, after the codes of what introduces them.

An item of a list is read as the end of its lead-in ("We use your information to:" + "improve our services"),
a table row under its header row, and everything under the headings it stands under.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter

from sayso.terms.lexicon import Hit, scan
from sayso.terms.outline import Block, Kind
from sayso.terms.passages import Passage
from sayso.terms.questions import answered, in_row
from sayso.terms.splitting import LONGEST, cut_long, split
from sayso.terms.tables import heads, statements

_ENTRY = 160  # no line of a table of contents is longer
_NAMED = re.compile("[1-4D]")
_ENUMERATOR = re.compile(r"\([a-z0-9ivx]{1,4}\)[ \t]")
_FIRST_ENUMERATOR = re.compile(r"\((?:a|i|1)\)[ \t]")


@dataclass(slots=True)
class Context:
    """What a block inherits: the phrases of its lead-in, and which kinds of heading it stands under.

    `start`, `end` and `folded` are those of the lead-in's last sentence; empty where there is none.
    """

    hits: tuple[Hit, ...]
    codes: str
    headings: frozenset[str]
    start: int
    end: int
    folded: str = ""


@dataclass(slots=True)
class Sentence:
    """A sentence with its phrases. `full` = lead-in codes + `|` + own codes; `hits` are the own ones.

    `before`: the data named just before it, for "this information": by the sentence before in its block, else by the
    list or paragraph before in its section.
    """

    start: int
    end: int
    whole: str
    folded: str
    hits: list[Hit]
    codes: str
    full: str
    context: Context
    section: int
    kind: Kind
    before: tuple[Hit, ...] = ()

    @property
    def text(self) -> str:
        """The sentence as it stands in its passage, which is `whole`."""
        return self.whole[self.start : self.end]

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return self.whole[self.end - 1] == "?"

    @property
    def full_hits(self) -> list[Hit]:
        """Hits that line up with `full` (the bar is a hit of its own)."""
        return [*self.context.hits, Hit("|", "", self.start, self.start), *self.hits]

    def has(self, heading: str) -> bool:
        """Whether the sentence stands under such a heading."""
        return heading in self.context.headings


_code, _name, _start = itemgetter(0), itemgetter(1), itemgetter(2)  # of a hit, quicker than by name
_ROWS = ("content", "usage", "profile")
_NOTHING = Context((), "", frozenset(), 0, 0)


class Sentences:
    """The sentences of a passage that hold any phrase that can matter.

    `own_words`: hits of the document's own names and terms. `kinds`: the kinds of heading over each section of the
    passage, and `above` over what stands before its first heading.
    """

    def __init__(
        self,
        passage: Passage,
        own_words: list[Hit],
        kinds: list[frozenset[str]],
        above: frozenset[str] = frozenset(),
    ) -> None:
        self.text, self.folded, self.outline = passage.text, passage.folded, passage.outline
        self._kinds, self._above = kinds, above
        self.hits = hits = _merged(passage.hits, own_words)
        self.starts = list(map(_start, hits))
        self.codes = "".join(map(_code, hits))
        self._leads: dict[int, Context] = {}

    def kinds(self) -> frozenset[str]:
        """The rows and kinds of data that the passage names anywhere."""
        return frozenset(name for name in set(map(_name, self.hits)) if name.startswith(_ROWS))

    def __iter__(self) -> Iterator[Sentence]:
        said: tuple[Hit, ...] = ()
        text, folded, starts, hits = self.text, self.folded, self.starts, self.hits
        hi = 0
        asks = "?" in text
        asked = (0, 0)  # the question just before
        headers = self.headers() if "|" in text else frozenset()
        for index, block in enumerate(self.outline.blocks):
            if block.kind is Kind.HEADING:
                said = ()
                if asks and (asked := self.question(block.start, block.end))[1]:
                    lo = bisect_left(starts, block.start, hi)
                    hi = bisect_left(starts, block.end, lo)
                    said = _data(hits[lo:hi])
                continue
            lo = bisect_left(starts, block.start, hi)
            hi = bisect_left(starts, block.end, lo)
            if lo == hi or index in headers:
                if asks:
                    asked = self.question(block.start, block.end)
                continue
            base = self.context(index)
            if "change" in base.headings or ("toc" in base.headings and not self.tells(block)):
                continue
            nearest = said
            at = lo
            opening: Context | None = None
            before: tuple[list[Hit], int, int] = ([], 0, 0)
            for start, end in self.spans(block):
                first, at = at, bisect_left(starts, end, at, hi)
                own = self.hits[first:at]
                if text[start] != "(" or not _ENUMERATOR.match(text, start):
                    context = opening = base
                elif opening is base:  # "(ii) ..." hangs from what stood before "(i) ..."
                    context = opening = self.opened(base, start, before)
                before = own, start, end
                if block.kind is Kind.ROW:
                    said_there, done = self.under_header(start, end, base, block)
                    yield from said_there
                    if said_there and done:
                        continue
                if (
                    asks
                    and (asked[1] or block.kind is Kind.ROW)
                    and (answer := self.answer(asked, start, end, base, block))
                ):
                    asked = (0, 0)
                    yield answer
                    continue
                if asks and (asked := self.question(start, end))[1]:
                    end = text.rindex("?", start, end) + 1  # noqa: PLW2901 - "**Why?**" is a question too
                if own:
                    codes = self.codes[first:at]
                    yield Sentence(
                        start, end, text, folded[start:end], own, codes, f"{context.codes}|{codes}", context,
                        block.section, block.kind, nearest,
                    )  # fmt: skip
                    if _NAMED.search(codes):
                        nearest = _data(own) or nearest
            said = (*said, *nearest)[-24:] if block.kind is Kind.ITEM else nearest

    def tells(self, block: Block) -> bool:
        """Whether a block is no line of a table of contents: the text that follows one has no other heading."""
        return block.kind is Kind.PARAGRAPH and block.end - block.start > _ENTRY and self.text[block.end - 1] == "."

    def question(self, start: int, end: int) -> tuple[int, int]:
        """The span, if it is that of a question, else an empty one."""
        return (start, end) if "?" in self.text[max(start, end - 4) : end] else (0, 0)

    def answer(self, asked: tuple[int, int], start: int, end: int, base: Context, block: Block) -> Sentence | None:
        """An answer together with its question, as the statement that both make."""
        text = self.folded[start:end]
        if block.kind is Kind.ROW:
            said = in_row(text) if "?" in text else ""
        else:
            said = answered(self.folded[asked[0] : asked[1]], text)
        return self.stated(said, start, end, Context((), "", base.headings, *asked), block) if said else None

    def headers(self) -> frozenset[int]:
        """The rows that only head a table: what stands under them says what is done."""
        blocks = self.outline.blocks
        leads = {b.lead for b in blocks if b.kind is Kind.ROW and b.lead >= 0 and blocks[b.lead].kind is Kind.ROW}
        return frozenset([i for i in leads if heads(self.folded[blocks[i].start : blocks[i].end])])

    def under_header(self, start: int, end: int, base: Context, block: Block) -> tuple[list[Sentence], bool]:
        """What a row of a table says under its header, as statements, and whether that is all it says."""
        if block.lead < 0 or self.outline.blocks[block.lead].kind is not Kind.ROW:
            return [], False
        said, done = statements(base.folded, self.folded[start:end])
        context = Context((), "", base.headings, base.start, base.end)
        return [self.stated(text, start, end, context, block) for text in said], done

    def stated(self, said: str, start: int, end: int, context: Context, block: Block) -> Sentence:
        """A sentence of the document in other words."""
        kind = Kind.PARAGRAPH if block.kind is Kind.ROW else block.kind
        hits = [Hit(code, name, at + start, to + start) for code, name, at, to in scan(said)]
        codes = "".join([h.code for h in hits])
        return Sentence(start, end, self.text, said, hits, codes, f"|{codes}", context, block.section, kind)

    def spans(self, block: Block) -> Iterable[tuple[int, int]]:
        """The sentences of a block: a table row is one; what is longer than any sentence is cut."""
        if block.kind is not Kind.ROW:
            spans = split(self.text, block.start, block.end)
        else:
            spans = iter([(block.start, block.end)])
        if block.end - block.start <= LONGEST:
            return spans
        return (part for start, end in spans for part in cut_long(self.text, start, end))

    def opened(self, base: Context, start: int, before: tuple[list[Hit], int, int]) -> Context:
        """The context of an enumerated part: the words of its sentence before the first enumerator."""
        hits, from_, to = before
        m = _FIRST_ENUMERATOR.search(self.text, from_, to)
        end = m.start() if m else to
        kept = (*base.hits, *(h for h in hits if h.start < end))
        return Context(kept, "".join([h.code for h in kept]), base.headings, from_, end, self.folded[from_:end])

    def context(self, index: int) -> Context:
        """The context of a block."""
        block = self.outline.blocks[index]
        if block.lead < 0:
            headings = self.headings(block.section)
            return Context((), "", headings, 0, 0) if headings else _NOTHING
        return self.lead(block.lead)

    def lead(self, index: int) -> Context:
        """The context that a block gives to what hangs from it: its last sentence, after its own lead-in's."""
        if index in self._leads:
            return self._leads[index]
        block = self.outline.blocks[index]
        outer = (
            self.lead(block.lead) if 0 <= block.lead < index else Context((), "", self.headings(block.section), 0, 0)
        )
        start, end = block.start, block.end
        if block.kind is not Kind.ROW:
            *_, (start, end) = split(self.text, block.start, block.end)
        own = self.hits[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        hits = (*outer.hits, *own)[-40:]
        codes = "".join([h.code for h in hits])
        context = Context(hits, codes, outer.headings, start, end, self.folded[start:end])
        self._leads[index] = context
        return context

    def headings(self, section: int) -> frozenset[str]:
        """Which kinds of heading stand over a section."""
        return self._kinds[section] if section >= 0 else self._above


def _data(hits: list[Hit]) -> tuple[Hit, ...]:
    """Those that name data, in general words that speak of the person's only."""
    return tuple([h for h in hits if h[0] in "1234" or h[1] == "any" or h[1][:5] == "term:"])


def _merged(hits: list[Hit], extra: list[Hit]) -> list[Hit]:
    """Hits of the document's own words beside those of the lexicon, which give way where they overlap."""
    if not extra:
        return hits
    starts = list(map(_start, hits))
    merged: list[Hit] = []
    at = 0
    for word in sorted(extra, key=lambda h: h.start):
        first = bisect_left(starts, word.start)
        if first and hits[first - 1].end > word.start:
            first -= 1
        merged += hits[at:first]
        merged.append(word)
        at = max(at, bisect_left(starts, word.end))
    return merged + hits[at:]
