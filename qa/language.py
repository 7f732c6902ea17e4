"""Text → its language, where that is sure; and why nothing is answered from texts in other languages.

Naive Bayes over byte n-grams (Lui and Baldwin 2012, in py3langid) is right about texts, and
unsure about questions of three words. Words decide there, after Grefenstette (1995): a function
word that only English has makes a question English, and a language other than English is believed
where the question holds one of its question words, or where the n-grams leave no doubt. So a
question of names and slips stays unsure. The only file that imports py3langid.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from index.words import STOP_WORDS, words

SURE = 0.92
"""The probability from which the n-grams are believed of a question without a word that says the same."""
SURE_OF_TEXT = 0.6
"""The same of a text; lists of names and of references come to .2."""
TIMES = 10
"""By how much a language whose question word is there must beat English."""
TEXT_WORDS = 40
"""What has so many words is read as a text, not as a question."""
ENGLISH_SHARE = 0.12
"""The share of English function words from which a text is English; it is .3 in prose."""

NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sv": "Swedish", "ta": "Tamil", "te": "Telugu", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

# The languages of a script, by the first word of its letters' Unicode names; of several, the n-grams choose.
_SCRIPTS = {
    "ARABIC": "ar fa ur", "ARMENIAN": "hy", "BENGALI": "bn", "CJK": "zh", "CYRILLIC": "ru uk bg", "DEVANAGARI": "hi",
    "ETHIOPIC": "am", "GEORGIAN": "ka", "GREEK": "el", "GUJARATI": "gu", "GURMUKHI": "pa", "HANGUL": "ko",
    "HEBREW": "he", "HIRAGANA": "ja", "KANNADA": "kn", "KATAKANA": "ja", "KHMER": "km", "LAO": "lo",
    "MALAYALAM": "ml", "MYANMAR": "my", "SINHALA": "si", "TAMIL": "ta", "TELUGU": "te", "THAI": "th",
}  # fmt: skip
_DENSE = {"CJK", "HANGUL", "HIRAGANA", "KATAKANA"}

# What asks, without accents; no word that English has too.
_QUESTION_WORDS = {
    "ar": "ما من اين متى لماذا كيف كم هل ماذا",
    "bg": "кои какво къде кога защо колко",
    "ca": "que qui quan quants quantes quin quina com",
    "cs": "kdo co kde kdy proc jak jaky jaka jake kolik ktery ktera ktere koho kam",
    "da": "hvem hvad hvor hvornar hvorfor hvordan hvilken hvilket hvilke",
    "de": "wer wen wem wessen wo wohin woher wann warum wieso weshalb wie welche welcher welches wieviel",
    "es": "¿ que quien quienes donde cuando cuanto cuantos cuanta cuantas cual cuales como porque",
    "fa": "چه چرا کجا چند چیست کیست",
    "fi": "kuka mika mita missa milloin miksi miten kuinka mihin mista ketka",
    "fr": "que qui quoi ou quand combien pourquoi comment quel quelle quels quelles",
    "hu": "ki mi hol mikor miert hogyan hany melyik mennyi kit kinek mit",
    "id": "siapa apa mana kapan mengapa kenapa bagaimana berapa",
    "it": "che chi dove quando quanto quanti quante qual quale quali perche",
    "nl": "wie wat waar wanneer waarom hoe welke hoeveel",
    "no": "hvem hva hvor nar hvorfor hvordan hvilken hvilket hvilke",
    "pl": "kto co gdzie kiedy dlaczego jak jaki jaka jakie ile ktory ktora ktore kogo komu czy",
    "pt": "que quem onde quando quanto quantos quantas qual quais como porque",
    "ro": "cine ce unde cand cum cat cati cate",
    "ru": "кто что где когда почему как сколько какои какая какие",
    "sv": "vem vad var nar hur varfor vilken vilket vilka vart",
    "tr": "kim ne nerede nereye neden nasıl kac hangi niye",
    "uk": "хто що де коли чому як скільки якии яка які",
    "vi": "ai gi đau nao sao bao",
}
_ASKING = {code: frozenset(asking.split()) for code, asking in _QUESTION_WORDS.items()}

# Function words of English that are words elsewhere: they speak for it less than "the" or "where" do.
_SHARED = frozenset(
    """
    all also am an are as at be by can do don for get give had has have he her here if in is it may me most my name no
    not of off on one or over re so than to under up us ve was we will
    """.split()
)
_ENGLISH = frozenset(word for word in STOP_WORDS - _SHARED if len(word) > 1)
_LETTERS = re.compile(r"[^\W\d_]+")


def language(text: str) -> str | None:
    """The ISO 639-1 code of a text's language (639-3 where it has none); None where that is not sure."""
    script = _script(text)
    if script is None:
        return None
    # English words have no accents, so that "the" is not taken for Vietnamese "thế".
    found = _LETTERS.findall(text.casefold())
    english = sum(word in _ENGLISH for word in found)
    much = english >= ENGLISH_SHARE * len(found)
    if script != "LATIN":
        # Both is neither: an English question about foreign words.
        return None if english and much else _of_script(text, _SCRIPTS.get(script, "").split())
    if len(found) >= TEXT_WORDS:
        return "en" if much else _surest(_rank(text), SURE_OF_TEXT)
    return "en" if english else _of_question(text)


def unread(question: str, chunk_texts: Sequence[str]) -> str | None:
    """Why nothing is answered, in one sentence; None where all is English, or may be."""
    asked = language(question)
    if asked not in (None, "en"):
        return f"The question seems to be in {_name(asked)}; the models here read English."
    others = [code for code in map(language, chunk_texts) if code not in (None, "en")]
    if 2 * len(others) <= len(chunk_texts):
        return None
    names = {_name(code) for code in others}
    name = names.pop() if len(names) == 1 else "other languages"
    return f"The nearest passages are in {name}; the models here read English."


def _name(code: str | None) -> str:
    return NAMES.get(code or "", "another language")


def _script(text: str) -> str | None:
    """The script that most of a text is written in; None where it holds next to no letters."""
    letters = Counter(char for char in text if char.isalpha())
    scripts: Counter[str] = Counter()
    for letter, count in letters.items():
        script = unicodedata.name(letter, "?").split()[0]
        # A letter of these is a syllable or a word.
        scripts[script] += count * (3 if script in _DENSE else 1)
    if scripts.total() < 3:
        return None
    # Japanese is what has kana; most of it may be Chinese characters.
    kana = {"HIRAGANA", "KATAKANA"} & scripts.keys()
    script, count = scripts.most_common(1)[0]
    return kana.pop() if kana and script == "CJK" else script


def _of_script(text: str, codes: Sequence[str]) -> str | None:
    """The likeliest of the languages of a script; of a text that asks, of those whose question words it has."""
    if len(codes) < 2:
        return next(iter(codes), None)
    asking = [code for code in _asking(text) if code in codes]
    return _best(_probabilities(text), asking or codes)


def _asking(text: str) -> list[str]:
    """The languages whose question words a text holds."""
    found = {*words(text), *("¿" * ("¿" in text))}
    return [code for code, asking in _ASKING.items() if found & asking]


def _of_question(text: str) -> str | None:
    """The language of a question in Latin letters that holds no word which only English has."""
    probability = _probabilities(text)
    asking = _best(probability, _asking(text))
    if asking and probability[asking] >= TIMES * probability["en"]:
        return asking
    return _surest(probability, SURE)


def _surest(probability: dict[str, float], sure: float) -> str | None:
    """The likeliest language, where it is likely enough."""
    best = _best(probability, probability)
    return best if best and probability[best] >= sure else None


def _best(probability: dict[str, float], codes: Iterable[str]) -> str | None:
    return max(codes, key=lambda code: probability.get(code, 0.0), default=None)


def _probabilities(text: str) -> dict[str, float]:
    """The probability of English and of each language in NAMES, given that it is one of these.

    Of three words one cannot tell a language from all of its neighbours.
    """
    among = {code: share for code, share in _rank(text).items() if code == "en" or code in NAMES}
    total = sum(among.values())
    return {code: share / total for code, share in among.items()}


def _rank(text: str) -> dict[str, float]:
    """The probability of each of 139 languages by the n-grams of a text; "zxx", for none, is no language."""
    return {code: share for code, share in _identifier().rank(text) if code != "zxx"}


@cache
def _identifier() -> Any:
    """The n-grams' model, which ships with its package; only what is not plainly English loads it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
