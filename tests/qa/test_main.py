import io
import json

import pytest

from qa.__main__ import main


@pytest.fixture
def config(tmp_path, index_dir):
    path = tmp_path / "settings.toml"
    path.write_text(f'index_dir = "{index_dir}"', "utf-8")
    return str(path)


def test_the_terminal_shows_the_answer_and_where_it_stands(folder, config, capsys):
    assert main(["Who designed the bridge?", "--sources", str(folder), "--settings", config]) == 0
    shown = capsys.readouterr().out
    assert "Ada Lund designed it. [1]" in shown
    assert "[1] river.txt, characters" in shown
    assert "likely right)" in shown


def test_json_has_every_field_and_timings_on_request(folder, config, capsys):
    arguments = ["Who designed the bridge?", "--sources", str(folder), "--settings", config, "--json"]
    main(arguments)
    plain = json.loads(capsys.readouterr().out)
    assert plain["citations"][0]["quote"] == "Ada Lund designed it."
    assert plain["timings"] == {}
    main([*arguments, "--timings"])
    assert json.loads(capsys.readouterr().out)["timings"]["search"] > 0


@pytest.mark.parametrize("question", ["", "   "])
def test_an_error_is_one_sentence_on_stderr(folder, config, capsys, question):
    assert main([question, "--sources", str(folder), "--settings", config]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.strip() == "The question is blank. Type a question about the documents."


def test_a_conversation_understands_each_question_from_those_before(folder, config, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("Where did he retire to?\n \nNever read?\n"))
    arguments = ["Who was the last captain of the ferry?", "--follow", "--sources", str(folder), "--settings", config]
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    assert "(searched for: Where did Piet Holm retire to?)" in shown
    assert "Never read" not in shown


def test_a_question_that_fails_does_not_end_the_conversation(folder, config, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{'w' * 3000}\nWho designed the bridge?"))
    assert main(["--follow", "--sources", str(folder), "--settings", config]) == 0
    output = capsys.readouterr()
    assert "3,000 characters" in output.err
    assert "Ada Lund" in output.out


def test_only_the_documents_named_are_asked(folder, config, capsys):
    assert main(["Who?", "--sources", str(folder), "--settings", config, "--only", "rivers.txt"]) == 2
    assert "'river.txt'" in capsys.readouterr().err


def test_without_a_question_it_says_what_is_needed(capsys):
    with pytest.raises(SystemExit):
        main([])
    assert "--follow" in capsys.readouterr().err


def test_an_llm_that_is_none_is_refused_in_a_sentence(folder, capsys):
    assert main(["Who designed the bridge?", "--sources", str(folder), "--llm", "gpt-4"]) == 2
    assert "llm is 'gpt-4'; it can be openai-like:ADDRESS#MODEL" in capsys.readouterr().err
