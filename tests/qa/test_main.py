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
