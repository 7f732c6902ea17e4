import pytest

from ui.escaping import button_html, name_html, plain_name, text_html

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onclick='alert(1)",
    "</mark></section><style>*{display:none}</style>",
    "&lt;b&gt; &amp;",
    "{{7*7}} ${7*7} `${1}`",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text_between_tags_and_in_attributes(parse, text):
    parsed = parse(f'<p class="it">{text_html(text)}</p>{button_html("ok", data_question=text)}')
    assert parsed.tags == ["p", "button"]
    assert parsed.text("it") == text
    assert ("data-question", text) in parsed.attributes
    assert {name for name, _ in parsed.attributes} == {"class", "type", "data-question"}


def test_a_name_cannot_look_like_another_one(parse):
    spoofed = "report\u202etxt.exe\u0000\u2066\n"
    assert plain_name(spoofed) == "report�txt.exe���"
    assert parse(name_html(spoofed)).tags == ["bdi"]


def test_names_of_other_writing_systems_are_left_alone():
    assert plain_name("Übersicht – تقرير 📄.txt") == "Übersicht – تقرير 📄.txt"
