"""A sentence that points back → one quote of it and the sentence before it.

Hobbs (1978) looks for what a pronoun means to its left in the same sentence, then in the sentences
before, the latest first; Mitkov (1998) does without a parser, by shallow indicators, and looks two
sentences back. Nothing is resolved here: a pronoun with no name or noun before it in its sentence
is taken to point back, unless its use is one that points forward or at nothing ("It is likely
that", "Those who"). Knows nothing of questions.
"""

import re
from collections.abc import Sequence

from index import Span
from index.english import MONTH, is_ended

BACK = 2
"""How many sentences before the one that answers are quoted with it, at most."""
WORDS = 4
"""What has fewer is no sentence that could say who or what is meant."""

_FLAGS = re.IGNORECASE | re.VERBOSE | re.DOTALL
# What may stand before the subject and names nothing that a pronoun could mean.
_OPENER = rf"""(?:(?:
    and|but|so|or|yet|then|also|however|moreover|furthermore|nevertheless|nonetheless|therefore|thus|hence|still|instead
    |meanwhile|later|today|now|eventually|finally|initially|originally|afterwards?|subsequently|consequently
    |additionally|similarly|soon|there|in\ addition|as\ a\ result|as\ such|for\ example|for\ instance|of\ course
    |in\ fact|at\ first|at\ the\ time|(?:since|by|until)\ then|(?:before|after)\ (?:that|this)
    |(?:\d+|one|two|three|four|five|six|ten|some|many|several|a\ few)\ (?:hour|day|week|month|year)s?\ (?:later|earlier)
    |(?:in|on|by|since|until|from|after|before|around|as\ of)\ (?:(?:early|mid|late|about)[\ -])?
     (?:(?:{MONTH}\ )?(?:\d\d?,\ )?\d{{4}}s?|{MONTH}(?:\ \d\d?)?)
    ),?\s+)*"""
_PRONOUN = r"he|she|they|it|his|her|their|its|this|that|these|those|both|such|the\ (?:former|latter)"
_BEGINNING = re.compile(rf"{_OPENER}(?P<pronoun>{_PRONOUN})\b(?P<rest>.*)", _FLAGS)

_BE = r"(?:\s+(?:is|was|(?:has|had)\ been|(?:will|would|may|might)\ be|became|seems|remains)|['’]s)(?:\ not)?\s+"
_IT_FORWARD = rf"""
    {_BE}(?!an?\b|the\b|one\b)(?:\w+\s+){{1,4}}?(?:that|whether|if|how|why|what)\b
    |{_BE}(?:\w+ly\ |very\ |more\ |also\ |often\ |thus\ |still\ )*(?:possible|impossible|common|uncommon
      |usual|unusual|rare|necessary|important|essential|difficult|hard|easy|easier|customary|best|better|useful
      |helpful|advisable|legal|illegal|safe|time)
      \ (?:for\ [\w\ ]+?\ )?to\ (?!the\b|an?\b|his\b|her\b|its\b|their\b)
    |{_BE}(?:until|only|because|during|there|here|thanks|raining|snowing|midnight|noon|dark|worth)\b
    |{_BE}(?:the\ |(?:in|on|at|by|with|from|under)\ (?:the\ |\w+\ )?)?(?-i:[A-Z])[^.;:]{{0,60}}?\ (?:who|that)\b
    |\s+(?:also\ )?(?:rain|snow)(?:s|ed)\b
    |\s+(?:seem|appear|happen|follow|turn)(?:s|ed)(?:\ out)?(?:\ \w+)?\ (?:that|as\ (?:if|though))\b
    |\s+(?:took|takes|would\ take|will\ take)\ [^.;]*?\b(?:years?|months?|weeks?|days?|hours?|minutes?|until)\b"""
_FORWARD = {
    "it": _IT_FORWARD,
    "this": r"""\s+(?:(?:is|was)\ (?:an?|the)\ (?:story|tale|list|guide|article|account)
        |article|page|chapter|section|report|document|book|guide|site|website
        |week|month|year|morning|afternoon|evening|spring|summer|autumn|fall|winter)\b""",
    "that": r"\s+(?:said(?=,)|is\ to\ say|he|she|it|they|we|you|i|an?|the|this|there)\b",
    "these": r"\s+days\b",
    "those": r"\s+(?:who|whom|whose|that|which|with|without|of|in|on|at|from|under|over|\w+ing)\b",
    "both": r"(?:\s+\S+){1,6}?\s+and\b",
    "such": r"\s+(?:as|that)\b",
    "his": r"\s+(?:majesty|highness|holiness|excellency|royal|imperial|eminence)\b",
    "the former": r"(?!\s*(?:,|(?:is|was|are|were|has|had|have|being|can|could|may|would|will|did|does)\b))",
}
_FORWARD |= {"her": _FORWARD["his"], "their": _FORWARD["his"], "the latter": _FORWARD["the former"]}
_POINTS_FORWARD = {pronoun: re.compile(uses, _FLAGS) for pronoun, uses in _FORWARD.items()}


def with_antecedent(sentence: Span, sentences: Sequence[Span], text: str) -> Span:
    """The (start, end) to quote: the sentence, or from a sentence before it that says whom it is about.

    `sentences` are those of the chunk in order, the sentence among them. What is quoted is one
    piece of the text, so it stays verbatim.
    """
    if sentence not in sentences:
        return sentence
    at = sentences.index(sentence)
    for first in range(at, max(at - BACK, 0), -1):
        before = sentences[first - 1]
        if not _points_back(text[slice(*sentences[first])]) or not _is_sentence(text[slice(*before)]):
            return sentences[first][0], sentence[1]
    return sentences[max(at - BACK, 0)][0], sentence[1]


def _points_back(sentence: str) -> bool:
    """Whether a sentence begins with a pronoun that means something in the sentences before.

    A sentence that opens with a quotation mark does not: who speaks is told after what is said.
    """
    beginning = _BEGINNING.match(sentence)
    if beginning is None:
        return False
    forward = _POINTS_FORWARD.get(" ".join(beginning["pronoun"].lower().split()))
    return forward is None or forward.match(beginning["rest"]) is None


def _is_sentence(text: str) -> bool:
    """Whether this is a sentence, and no title, name or date line."""
    return is_ended(text) and len(text.split()) >= WORDS
