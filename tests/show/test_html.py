import re
from collections.abc import Callable
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.grid import Cell, CellException, Quote
from sayso.safe import one_line, visible
from sayso.say import Say
from sayso.show import show
from sayso.terms.reading import Control, Reading

Made = Callable[..., Reading]
VOID = {"meta", "br"}


class Page(HTMLParser):
    """A page's elements and text; refuses a page whose elements do not nest."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def test_the_page_nests_and_says_its_language_title_and_width(reading: Reading) -> None:
    page = Page(show(reading, "html"))
    assert page.all("html") == [{"lang": "en"}]
    assert len(page.all("title")) == len(page.all("main")) == len(page.all("h1")) == 1
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in page.all("meta")


def test_the_page_fetches_nothing_and_runs_nothing(reading: Reading) -> None:
    written = show(reading, "html")
    page = Page(written)
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & {tag for tag, _ in page.elements}
    assert not [a for _, a in page.elements for name in a if name.startswith("on") or name == "src"]
    assert not re.search(r"https?:|url\(|@import", written)
    assert "default-src 'none'" in written


def test_every_header_of_the_table_says_what_it_heads(reading: Reading) -> None:
    heads = Page(show(reading, "html")).all("th")
    assert [h["scope"] for h in heads] == ["col"] * 6 + ["row"] * 4


def test_every_link_stays_on_the_page_and_leads_somewhere(reading: Reading) -> None:
    page = Page(show(reading, "html"))
    anchors = {str(a["id"]) for _, a in page.elements if "id" in a}
    links = [str(a["href"]) for a in page.all("a")]
    assert links
    assert {link.removeprefix("#") for link in links} <= anchors


def test_anchors_of_different_documents_are_different(made: Made) -> None:
    page = Page(show([made(source="a.md"), made(source="b.md")], "html"))
    anchors = [a["id"] for _, a in page.elements if "id" in a]
    assert len(anchors) == len(set(anchors))


def test_marks_are_words(reading: Reading) -> None:
    text = Page(show(reading, "html")).text
    assert "the document contradicts itself" in text
    assert "only as de-identified data" in text
    assert "except audio (opt-in); managers (leave)" in text


def test_the_page_has_light_and_dark_colours(reading: Reading) -> None:
    written = show(reading, "html")
    assert "color-scheme: light dark" in written
    assert "prefers-color-scheme: dark" in written


def test_text_stands_out_from_its_ground_in_light_and_in_dark(reading: Reading) -> None:
    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    themes = re.findall(r":root \{(.*?)\}", show(reading, "html"), re.DOTALL)
    assert len(themes) == 2
    for theme in themes:
        colours = dict(re.findall(r"--([\w-]+): (#\w{6})", theme))
        for name in set(colours) - {"paper", "line", "shade"}:
            low, high = sorted([luminance(colours[name]), luminance(colours["paper"])])
            assert (high + 0.05) / (low + 0.05) >= 4.5, name


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(st.sampled_from("<>&\"'/=aé \n\x1b\u202e-!"), min_size=1, max_size=60))
def test_whatever_a_document_says_is_text_on_the_page(made: Made, text: str) -> None:
    quote = Quote(text, 0, len(text), text)
    cell = Cell(
        "content",
        "share",
        Say.NO_SAY,
        (quote,),
        (CellException(f"other:{text}", Say.LEAVE, (quote,)),),
        reason=text,
    )
    control = Control("link", text, (text,), quote)
    page = Page(show(made([cell], title=text, source=text, controls=(control,)), "html"))
    assert visible(text) in page.text
    assert one_line(text) in page.text
    assert not {"script", "img", "aé"} & {tag for tag, _ in page.elements}
