"""Pages keep their headings, numbers, lists and tables, and lose their chrome."""

from __future__ import annotations

import pytest
from load_samples import PROSE

from sayso.errors import UnreadableError
from sayso.terms.document import Document
from sayso.terms.load import load_bytes


def page(markup: str, head: str = "<title>Terms | Acme</title>") -> Document:
    html = f"<!doctype html><html lang=en><head>{head}</head><body>{markup}</body></html>"
    return load_bytes(html.encode(), "page.html")


def text(markup: str) -> str:
    """The text of a fragment, without the paragraph that makes it English."""
    found = page(f"<main>{markup}<p>{PROSE}</p></main>").text
    assert found.endswith(f"{PROSE}\n")
    return found.removesuffix(f"{PROSE}\n").rstrip("\n")


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        ("<h2>10. Use of <em>data</em></h2>", "## 10. Use of data"),
        ("<p><b>10.4 License Grant. </b>You grant us it.</p>", "**10.4 License Grant.** You grant us it."),
        ("<p>See <a href='/privacy'>our policy</a>.</p>", "See [our policy](/privacy)."),
        ("<p>a <b>bold </b><b>run</b> of <span style='font-weight:700'>text</span></p>", "a **bold run** of **text**"),
        ("<p>one\n   line&nbsp;only</p><div>loose<p>inner</p>tail</div>", "one line only\n\nloose\n\ninner\n\ntail"),
        ("<p>A first line.<br>A second one.</p>", "A first line.\n\nA second one."),
        ("<p>A line that<br>goes on</p>", "A line that goes on"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<ol start=5><li>five<li>six<li value=9>nine</ol>", "5. five\n6. six\n9. nine"),
        ("<ol type=a start=26><li>z<li>aa</ol>", "z. z\naa. aa"),
        ("<ol type=I><li>one<ol type=i><li>deep</ol><li>two</ol>", "I. one\n    i. deep\nII. two"),
        ("<ol reversed><li>x<li>y</ol>", "2. x\n1. y"),
        ("<ol style='list-style-type: upper-alpha'><li>x</ol>", "A. x"),
        ("<ol><li><p>one</p><p>more</p></li></ol>", "1. one\n\n    more"),
        (
            "<ol><li><h3>Sharing</h3><p>It is shared.</p><ul><li>here</ul></ol>",
            "### 1. Sharing\n\nIt is shared.\n\n- here",
        ),
        ("<ul style='list-style:none'><li>(a) typed</ul><ol><li>3.1 typed</ol>", "(a) typed\n\n3.1 typed"),
        ("<ol><li><ol type=a><li>inner</ol></ol>", "1. a. inner"),
        ("<dl><dt>Content</dt><dd>What you upload.</dd></dl>", "**Content**\n: What you upload."),
        (
            "<table><tr><th>Data<th>Use<tr><td rowspan=2>Usage<td>Improve<br>Train<tr><td>a|b</table>",
            "| Data | Use |\n| --- | --- |\n| Usage | Improve<br>Train |\n| Usage | a\\|b |",
        ),
        ("<table><tr><td><h2>1. Layout</h2><p>text</p></td></tr></table>", "## 1. Layout\n\ntext"),
        ("<details><summary>More</summary><p>Folded.</p></details>", "**More**\n\nFolded."),
        ("<pre>1. Use\n\nWe use it.</pre>", "1. Use\n\nWe use it."),
        ("<h2>Use <a href='#use'>#</a></h2><a href='javascript:x()'>text</a>", "## Use\n\ntext"),
        ("<p>in&shy;for&#8203;mation</p>", "information"),
    ],
)
def test_markup_becomes_the_markdown_that_a_reader_would_write(markup: str, markdown: str) -> None:
    assert text(markup) == markdown


def test_chrome_is_left_out_and_the_text_is_kept() -> None:
    found = page(
        "<header><nav><a href=/>Menuword</a></nav></header>"
        "<div class='cookie-banner'>Cookieword <button>OK</button></div>"
        f"<main><h1>Terms of Acme</h1><p>{PROSE}</p><button>Buttonword</button><script>scriptword</script></main>"
        "<aside>Sideword</aside><footer>Footword <a href=/x>Imprint</a></footer>"
    )
    assert found.text == f"# Terms of Acme\n\n{PROSE}\n"
    assert found.title == "Terms of Acme"


def test_without_a_main_part_names_and_link_density_tell_the_chrome() -> None:
    found = page(
        "<div id=header><ul class=menu><li><a href=/>Menuword</a></ul></div>"
        f"<div class=content><h1>Terms</h1>{f'<p>{PROSE}</p>' * 5}</div><div class='site-footer'>Footword</div>"
    )
    assert "word" not in found.text
    assert found.text.count(PROSE) == 5


def test_the_headline_above_the_main_part_is_kept() -> None:
    found = page(f"<header><h1>Terms of Acme</h1></header><main><p>{PROSE}</p></main>")
    assert found.text == f"# Terms of Acme\n\n{PROSE}\n"


def test_hidden_text_goes_and_folded_text_stays() -> None:
    hidden = "<p hidden>Gone</p><p style='display: none'>Gone</p><span class=sr-only>Gone</span>"
    folded = (
        "<button aria-controls=p1 aria-expanded=false>Our use</button><div id=p1 hidden>Folded by a button.</div>"
        "<div class=accordion-body style='display:none'>Folded by its name.</div>"
    )
    assert text(hidden + folded) == "**Our use**\n\nFolded by a button.\n\nFolded by its name."


def test_terms_in_the_wrong_place_are_not_lost() -> None:
    for wrong in ("footer", "aside", "header"):
        assert PROSE in page(f"<{wrong}>{f'<p>{PROSE}</p>' * 4}</{wrong}>").text
    cookies = "<p>We use cookies, and you can turn them off in your browser at any time if you wish to.</p>" * 80
    assert "turn them off" in page(f"<div class='cookie-notice'>{cookies}</div>").text


@pytest.mark.parametrize(
    ("markup", "cause"),
    [
        (
            "<div class=cookie-banner>We use cookies. <button>Accept all</button></div><div id=root></div>",
            "a cookie notice",
        ),
        (
            "<h2>We value your privacy</h2><p>We use cookies.</p><a>Accept all</a><a>Manage preferences</a>",
            "a cookie notice",
        ),
        ("<noscript>Enable it.</noscript><div id=app>Loading...</div><script src=x></script>", "needs JavaScript"),
        ("<p>Just a moment... Checking your browser.</p>", "needs JavaScript"),
        ("<h1>Sign in</h1><form><input type=password></form><a href=/f>Forgot your password?</a>", "a login page"),
        ("<h1>Page not found</h1><p>It may have moved.</p>", "an error message"),
        ("<div></div>", "holds no text"),
    ],
)
def test_a_page_that_is_something_else_than_terms_is_refused(markup: str, cause: str) -> None:
    with pytest.raises(UnreadableError, match=cause):
        page(markup)


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000 + "text" + "</div>" * 100_000,
        "<div " + " ".join(f"a{i}=1" for i in range(50_000)) + ">text</div>",
        "<select>" + "<option>x" * 50_000 + "</select>",
    ],
    ids=["deep", "attributes", "options"],
)
def test_a_page_that_no_person_wrote_is_refused_at_once(markup: str) -> None:
    with pytest.raises(UnreadableError):
        page(markup)


def test_a_page_may_declare_its_charset() -> None:
    html = f"<meta charset=windows-1252><main><p>{PROSE} “So” – é</p></main>".encode("cp1252")
    assert "“So” – é" in load_bytes(html, "x.html").text
    assert "“So” – é" in load_bytes(html.decode("cp1252").encode("utf-16"), "x.html").text


def test_the_title_falls_back_on_the_name_of_the_page() -> None:
    assert page(f"<p>{PROSE}</p>").title == "Terms | Acme"
