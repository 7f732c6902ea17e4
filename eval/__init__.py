"""How good the answers are, measured on questions whose evidence is known: python -m eval."""

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
