import json

import pytest

from eval.importers.reading import read_lines
from eval.questions.schema import DatasetError
from eval.studies.ground import Grounded, Line, main, measures
from qa.grounding import Verdict


def write(tmp_path, *lines):
    file = tmp_path / "answers.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    return file


def test_answers_are_read_in_either_layout(tmp_path):
    file = write(
        tmp_path,
        {"answer": "It opened [1].", "passages": ["It opened.", "It closed."], "question": "Did it?"},
        {"claim": "It opened.", "evidence": "It opened.", "label": "supported"},
    )
    first, second = read_lines(file, Line)
    assert (first.answer, first.passages, first.label) == ("It opened [1].", ["It opened.", "It closed."], None)
    assert (second.answer, second.passages, second.label) == ("It opened.", ["It opened."], "supported")


def test_a_line_that_is_none_is_named(tmp_path):
    with pytest.raises(DatasetError, match=r"answers\.jsonl, line 1, field passages"):
        read_lines(write(tmp_path, {"answer": "It opened."}), Line)
    with pytest.raises(DatasetError, match="cannot be read"):
        read_lines(tmp_path / "none.jsonl", Line)
    assert main([str(tmp_path / "none.jsonl")]) == 2


def grounded(label: str, *supported: bool) -> Grounded:
    line = Line.model_validate({"claim": "It.", "evidence": "It.", "label": label})
    return Grounded(line, tuple(Verdict("It.", (None,) * yes) for yes in supported))


def test_the_figures_are_those_of_telling_supported_from_not():
    found = [
        grounded("supported", True, True),
        grounded("supported", True, False),
        grounded("refuted", False),
        grounded("refuted", True),
        grounded("not_enough_info", False),
        grounded("not_enough_info"),
    ]
    figures = {name: value.value for name, value in measures(found).items()}
    assert figures == pytest.approx({"precision": 0.5, "recall": 0.5, "balanced accuracy": (0.5 + 0.75) / 2})
    assert measures([])["precision"].value is None


def test_the_command_prints_a_verdict_a_line_and_figures(tmp_path, capsys):
    file = write(
        tmp_path,
        {"claim": "Ada Lund designed the bridge.", "evidence": "Ada Lund designed the bridge.", "label": "supported"},
        {"claim": "Eva Holm designed the bridge.", "evidence": "Ada Lund designed the bridge.", "label": "refuted"},
    )
    assert main([str(file), "--least", "0"]) == 0
    shown = capsys.readouterr()
    first, second = map(json.loads, shown.out.splitlines())
    (quote,) = first["sentences"][0]["quotes"]
    assert quote == {"passage": 1, "start": 0, "end": 29, "quote": "Ada Lund designed the bridge."}
    assert second["sentences"][0]["reason"] == "no passage that it cites has “eva”"
    assert "1 of 2 sentences are supported." in shown.err
    assert "balanced accuracy  1.00" in shown.err
