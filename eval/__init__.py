"""How good the answers are, measured on questions whose evidence is known: python -m eval.

command.py          the command without a verb: from the questions to the report and the gate
questions/          question sets: their lines, checked against the documents; the two that ship
run/                every question asked and scored; what goes on after a run was ended
measures/           one answer's words, citations, search and confidence
statistics/         figures with their intervals, and tests of differences
report/             results → tables, Markdown, JSON and a page
compare/            two runs, paired by question; the gate
importers/          SQuAD, BEIR, CSV and the suites' layouts → documents and a set
authoring/          sets over one's own documents: typed, or made of feedback
studies/            error budgets, conflicts, follow-ups, an LLM's answers, planted instructions
peers/              the same questions through the stock pipelines of other libraries
baselines/          the runs that `make gate` compares with
"""

from eval.compare.paired import compare
from eval.measures.answer import Scores
from eval.questions.dataset import Question, QuestionSet, load_questions
from eval.questions.schema import DatasetError
from eval.report.files import write_report
from eval.report.report import Report, make_report
from eval.run.runner import Result, evaluate
from eval.statistics.bootstrap import Figure

__all__ = [
    "DatasetError",
    "Figure",
    "Question",
    "QuestionSet",
    "Report",
    "Result",
    "Scores",
    "compare",
    "evaluate",
    "load_questions",
    "make_report",
    "write_report",
]
