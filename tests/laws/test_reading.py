"""Laws of reading: what holds for every document, whatever it says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.say import Say
from sayso.terms.document import from_text
from sayso.terms.reader import read_document
from sayso.terms.reading import Reading
from sayso.vocabulary import READ_PURPOSES, ROWS

#: Sentences in the manner of real terms, each with something that a rule may take up.
SAYINGS = [
    "We use your personal information to improve our services.",
    "We do not use your content to train artificial intelligence models.",
    "We may use your photos, messages and other content to train our machine learning models.",
    "We will not use audio or chat messages to train our models without your consent.",
    "You can turn off personalised advertising in your account settings.",
    "We share device identifiers with advertising partners.",
    "We never sell your personal data.",
    "Our employees may review your messages when they are reported to us.",
    "If you live in California, you may opt out of the sale of your personal information.",
    "You may not use the service to train any model.",
    "“Room Content” means the files and messages that you upload.",
    "We use Room Content only to provide the service.",
    "We may use aggregated or de-identified usage data for research.",
    "To unsubscribe from marketing e-mails, use the link in each message.",
]
HEADINGS = [
    "# Privacy Policy",
    "## 2. How we use your information",
    "## Your choices",
    "### Sharing",
    "**4.1 Licence.**",
]
LAYOUT = [
    "We use your information to:",
    "- improve our products;",
    "- show you ads; and",
    "1. analyse trends",
    "| Data | Why |",
]

paragraphs = st.sampled_from(SAYINGS + HEADINGS + LAYOUT)
terms = st.lists(paragraphs, max_size=25).map("\n\n".join)


def read(text: str) -> Reading:
    return read_document(from_text(text))


@given(terms | st.text(max_size=500))
def test_every_quote_is_a_run_of_the_document_at_its_offsets(text: str) -> None:
    reading = read(text)
    quotes = [q for c in reading.grid for q in c.evidence]
    quotes += [q for c in reading.grid for e in c.exceptions for q in e.evidence]
    quotes += [x.quote for x in (*reading.claims, *reading.controls, *reading.definitions)]
    assert all(q.text and q.text == text[q.start : q.end] for q in quotes)


@given(terms | st.text(max_size=500))
def test_a_cell_is_stated_exactly_when_it_has_a_quote_and_always_has_a_reason(text: str) -> None:
    for cell in read(text).grid:
        assert bool(cell.evidence) == (cell.say is not Say.UNSTATED)
        assert len(cell.evidence) <= 3
        assert cell.reason


@given(st.text(alphabet=st.characters(), max_size=800))
def test_any_text_can_be_read(text: str) -> None:
    grid = read(text).grid
    assert {(c.data, c.purpose) for c in grid} == {(row, p) for row in ROWS for p in READ_PURPOSES}


@given(terms)
def test_the_same_text_gives_the_same_reading(text: str) -> None:
    assert read(text) == read(text)


@settings(max_examples=50)
@given(terms)
def test_a_document_that_also_trains_without_asking_never_has_more_say_than_before(text: str) -> None:
    use = "\n\n## More\n\nWe use the content that you upload to train our artificial intelligence models."
    before, after = read(text), read(text + use)
    stated = (before.answer.say.rank, after.answer.say.rank)
    assert stated[1] is not None
    assert stated[0] is None or stated[1] <= stated[0]


#: Enough of a privacy policy that one more paragraph leaves no doubt that it is one.
POLICY = (
    "# Privacy Policy\n\n"
    + "We keep your personal information, and your personal data is kept safe with us. " * 40
    + "\n\n"
)


@given(terms)
def test_silence_is_never_read_as_permission_or_denial(text: str) -> None:
    silent = read("## Opening hours\n\nThe office is open from nine to five.\n\n## Law\n\nThe law applies.")
    assert {c.say for c in silent.grid} == {Say.UNSTATED}
    unrelated = POLICY + text + "\n\n## Opening hours\n\nThe office is open from nine to five."
    assert [c.say for c in read(unrelated).grid] == [c.say for c in read(POLICY + text).grid]


@given(st.lists(st.sampled_from(SAYINGS), min_size=1, max_size=12))
def test_saying_everything_twice_says_nothing_new(sayings: list[str]) -> None:
    once, twice = ["\n\n".join(["# Privacy Policy", *sayings * n]) for n in (1, 2)]
    assert [(c.data, c.purpose, c.say) for c in read(once).grid] == [
        (c.data, c.purpose, c.say) for c in read(twice).grid
    ]
