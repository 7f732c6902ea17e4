"""How good the answers are, measured on questions whose evidence is known: python -m eval."""

from eval.bootstrap import Figure
from eval.compare import compare
from eval.dataset import Question, QuestionSet, load_questions
from eval.metrics import Scores
from eval.records import DatasetError
from eval.report import Report, make_report, write_report
from eval.runner import Result, evaluate

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
