"""Question → cited answer. Start reading at qa/ask.py.

ask.py              READ FIRST: the whole path of one question, step by step
question.py         what may be asked
followup.py         question + history → a question that stands alone
decomposition.py    question → its sub-questions
reader.py           the trained reader: which words of a chunk answer, and what it says of a statement
encoder.py          its model: token ids → logits
rerank.py           hits in the order of what the reader says
model/              its weights
candidates.py       the candidate answer to a sub-question: the spans that answer it, and how probably
conflict.py         documents that answer otherwise
mmr.py              several passages for a broad question (maximal marginal relevance)
calibration.py      scores → the probability of being right
risk.py             an error budget → the least probability (conformal risk control)
silence.py          why the sources don't say
language.py         which language a text is in, and that the models here read English
compose.py          candidates → quoted sentences, or "the sources don't say"
llm.py              an LLM that the settings name, and the words it writes
llama.py            llama-index's clients of LLMs
evidence.py         spans → the passages that an LLM is given
prompt.py           question and passages → what it is asked
stream.py           its words → finished sentences and the numbers that they cite
literals.py         figures, dates and names of a text, normalised
verify.py           a sentence against the passages that it cites
second_opinion.py   reader and LLM → the probability that a sentence answers right
written.py          an LLM's checked sentences in the place of the quotes
grounding.py        anybody's answer through the same check
antecedent.py       a sentence that points back, with the one before it
feedback.py         answers called not right, kept for the evaluation
terminal.py         Answer → lines for a terminal
suggestions.py      a document → questions that it answers
datatypes.py        Answer, Sentence, Citation, Turn, AnswerSpan
settings.py         the one settings object
"""

from index import QuotedError
from qa import feedback, grounding, risk
from qa.ask import ask, stream
from qa.datatypes import Answer, Citation, Sentence, Shown, Turn
from qa.settings import Settings

__all__ = [
    "Answer",
    "Citation",
    "QuotedError",
    "Sentence",
    "Settings",
    "Shown",
    "Turn",
    "ask",
    "feedback",
    "grounding",
    "risk",
    "stream",
]
