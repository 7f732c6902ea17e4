import json

from index.loaders.json_lines import load_json, load_jsonl


def text(value: object) -> str:
    return load_json(json.dumps(value).encode()).text


def test_paths_lead_to_values():
    assert text({"a": {"b": 1, "c": [True, None]}, "d": "x"}) == "a.b: 1\n\na.c: true, null\n\nd: x"


def test_a_record_of_a_list_is_one_line():
    assert text({"people": [{"name": "Ada", "home": {"town": "Verden"}}, {"name": "Piet"}]}) == (
        "people[0]: name: Ada; home.town: Verden\n\npeople[1]: name: Piet"
    )


def test_a_record_too_long_for_a_line_is_a_line_a_value():
    assert text([{"a": "x" * 900, "b": "y" * 900}]) == f"[0].a: {'x' * 900}\n\n[0].b: {'y' * 900}"


def test_records_that_hold_records():
    assert text([{"name": "Ada", "posts": [{"title": "One"}, {"title": "Two"}]}]) == (
        "[0].name: Ada\n\n[0].posts[0]: title: One\n\n[0].posts[1]: title: Two"
    )


def test_numbers_stay_as_they_are_written():
    digits = "9" * 5000
    assert load_json(b'{"price": 4.50, "big": 1e999, "long": %s}' % digits.encode()).text == (
        f"price: 4.50\n\nbig: 1e999\n\nlong: {digits}"
    )


def test_a_value_a_line():
    assert load_jsonl(b'{"a": 1, "b": 2}\n\n"x"\n[1, 2]\n').text == "a: 1; b: 2\n\nx\n\n1, 2"
