"""Only English is read, and everything else is said to be something else."""

from __future__ import annotations

import pytest
from load_samples import PROSE

from sayso.errors import UnreadableError
from sayso.terms.load import load_bytes
from sayso.terms.load.language import foreign

FOREIGN = {
    "German": "Wir verwenden die Daten, die Sie uns geben, um unsere Dienste zu verbessern und nicht für Werbung. ",
    "French": "Nous utilisons les données que vous nous donnez pour améliorer nos services et pas pour la publicité. ",
    "Spanish": "Usamos los datos que usted nos da para mejorar nuestros servicios y no para la publicidad. ",
    "Italian": "Usiamo i dati che ci dai per migliorare i nostri servizi e non per la pubblicità della società. ",
    "Portuguese": "Usamos os dados que você nos dá para melhorar os nossos serviços e não para a publicidade. ",
    "Dutch": "Wij gebruiken de gegevens die u ons geeft om onze diensten te verbeteren en niet voor reclame. ",
    "Polish": "Używamy danych, które nam podajesz, aby ulepszać nasze usługi, a nie do reklam i nie dla innych. ",
    "Russian or another language in Cyrillic": "Мы используем ваши данные для улучшения наших услуг. ",
    "Japanese": "当社は、サービスを改善するためにお客様のデータを使用します。",
    "Chinese": "我们使用您的数据来改进我们的服务。",
    "Greek": "Χρησιμοποιούμε τα δεδομένα σας για να βελτιώσουμε τις υπηρεσίες μας. ",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_another_language_is_named(language: str) -> None:
    assert foreign(FOREIGN[language] * 5) == language


def test_the_error_says_what_the_language_looks_like() -> None:
    with pytest.raises(UnreadableError, match=r"is not in English \(looks like German\)"):
        load_bytes((FOREIGN["German"] * 5).encode(), "agb.md")


@pytest.mark.parametrize("language", FOREIGN)
def test_a_text_mostly_in_english_passes(language: str) -> None:
    assert foreign(f"{PROSE}\n" * 8 + FOREIGN[language] * 2) is None


def test_what_a_page_declares_does_not_outweigh_its_text() -> None:
    assert foreign(PROSE, "de-DE") is None
    assert foreign("Datenschutz AGB Impressum", "de") == "`de`"


def test_short_texts_pass_unless_they_show_another_language() -> None:
    assert foreign("Terms") is None
    assert foreign("") is None


def test_a_long_text_without_small_words_is_not_english() -> None:
    assert foreign("lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod " * 10) == ""


def test_addresses_and_names_that_come_again_are_no_other_language() -> None:
    sites = ", ".join(f"{name}.acme.com" for name in ["estore", "powersports", "engines", "owners", "dealers"])
    assert foreign(f"This statement explains our practices and applies to {sites}.") is None
    assert foreign("\n".join(["Casa Acme Financial"] * 6 + ["Casa Con Acme"] * 6), "") is None
