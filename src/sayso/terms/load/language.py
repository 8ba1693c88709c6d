"""Whether a document is in English, by the small words that no text does without.

Only enough is looked at to tell: slices spread evenly over the text. Rules: a text mostly in another script
is not English; a text in which another language's small words outnumber the English ones is not English; a
long text with hardly any English small words is not English. A short text that gives no sign is taken as it
is. Which language it is instead is a guess, and is said as one.
"""

from __future__ import annotations

import re
from functools import cache

from sayso.terms.load.words import words

_SLICES, _SLICE = 12, 1_000
_TOKEN = re.compile(r"[^\W\d_]+")
# Addresses are in no language, and "com" and "de" in their names are words of some.
_ADDRESS = re.compile(r"\]\([^)\s]*\)|https?://\S+|\b[\w-]{1,63}(?:\.[\w-]{1,63})+(?:/\S*)?")

_ENGLISH = words(
    "the of and to you your we our us that is in for with this these those are be or as by on not may will "
    "if any "
    "from it at can have has when which their they how what do does must use about other such shall an a"
)
# Words that are frequent in the language and absent from English.
_OTHERS = {
    "German": "der die das und nicht wir sie ihre ihr mit von den dem ist eine einer zur zum auf werden oder sind im",
    "French": "le la les des et est vous nous votre vos nos une du que pour dans sur pas avec sont ou par aux ces",
    "Spanish": "el la los las de que y en un una por con su sus para no se del nuestros usted como o al este datos",
    "Italian": "il lo la gli di che e un una per con non si del della dei sono nostri i le o da nel questo dati",
    "Portuguese": "o a os as de que e em um uma por com seu sua para não se do da dos das você ou ao nos dados",
    "Dutch": "de het een van en dat niet zijn voor op met te wij uw aan door bij wordt onze die deze ook als kan",
    "Swedish": "och att det som en på är av för med den till inte vi du din dina har om kan eller vår de ett",
    "Danish": "og at det som en på er af for med den til ikke vi du din dine har om kan eller vores de et",
    "Norwegian": "og at det som en på er av for med den til ikke vi du din dine har om kan eller våre de et",
    "Finnish": "ja on ei että se tai voi ovat kun mutta sekä sen tämä joka jos meidän käyttäjä mukaan myös ole",
    "Polish": "i w na z do nie się jest że oraz są przez lub które od dla jak państwa może ich danych o po za",
    "Czech": "a v na se je že s do z pro jsou nebo k by které jako o vaše od ve při podle můžeme údaje",
    "Romanian": "și de la în cu pe care nu este sau pentru din un o sunt vă prin dumneavoastră ale acest mai date",
    "Hungarian": "a az és nem hogy is egy vagy ha meg azt ez mint által adatok szerint ön lehet vonatkozó",
    "Turkish": "ve bir bu için ile de da olarak veya sizin bizim değil olan gibi daha kadar tarafından ya her",
    "Indonesian": "dan yang di untuk dengan anda kami ini atau dari dalam pada tidak akan dapat kepada oleh adalah",
    "Vietnamese": "và của các là cho không có được trong với chúng tôi bạn này một những khi để từ hoặc",
}
# One representative range a script; Han is told from Japanese by the kana beside it.
_SCRIPTS = {
    "Russian or another language in Cyrillic": "\u0400-\u052f",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Hebrew": "\u0590-\u05ff",
    "Arabic or another language in its script": "\u0600-\u06ff\u0750-\u077f",
    "an Indian language": "\u0900-\u0dff",
    "Thai": "\u0e00-\u0e7f",
    "Korean": "\uac00-\ud7af\u1100-\u11ff",
    "Japanese": "\u3040-\u30ff",
    "Chinese": "\u4e00-\u9fff\u3400-\u4dbf",
}
_FOREIGN = re.compile("[" + "".join(_SCRIPTS.values()) + "]")


def foreign(text: str, declared: str = "") -> str | None:
    """None where the text is in English; else what it looks like, in words, or empty where that cannot be
    told.

    `declared` is the page's own `lang`. It only decides where the text is too short to show its language,
    because templates declare what they like.
    """
    sample = _ADDRESS.sub(" ", _sample(text))
    # Thousands of letters of one script in few words: letters are weighed, not words.
    outside = 0 if sample.isascii() else len(_FOREIGN.findall(sample))
    if outside and outside * 2 > sum(map(str.isalpha, sample)):
        return _script(sample)
    tokens = [word.lower() for word in _TOKEN.findall(sample)]
    english = sum(1 for word in tokens if word in _ENGLISH)
    # Far more of them than another language has by chance (its own `in`, `an`, `we`): no need to compare.
    if len(tokens) >= 40 and english * 4 > len(tokens):
        return None
    best, hits = "", 0
    for name, small in _small_words().items():
        found = [word for word in tokens if word in small]
        if len(found) > hits and len(set(found)) > 1:  # one word again and again is a name
            best, hits = name, len(found)
    if hits >= 3 and hits > english * (1 if len(tokens) >= 40 else 2):
        return best
    if len(tokens) >= 40 and english * 20 < len(tokens):
        return ""
    if len(tokens) < 10 and english == 0 and declared and not declared.lower().startswith("en"):
        return f"`{declared}`"
    return None


def _sample(text: str) -> str:
    if len(text) <= _SLICES * _SLICE:
        return text
    step = len(text) // _SLICES
    return " ".join(text[start : start + _SLICE] for start in range(0, step * _SLICES, step))


def _script(sample: str) -> str:
    counts = {name: len(re.findall(f"[{letters}]", sample)) for name, letters in _SCRIPTS.items()}
    # Japanese is written with more Han than kana, Chinese with no kana at all.
    if counts["Japanese"] * 10 > counts["Chinese"]:
        counts["Japanese"] += counts["Chinese"]
    return max(counts, key=lambda name: counts[name])


@cache
def _small_words() -> dict[str, frozenset[str]]:
    return {name: words(small) - _ENGLISH for name, small in _OTHERS.items()}
