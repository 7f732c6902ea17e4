import time

from index.units import WINDOW, units


def texts(text: str) -> list[str]:
    return [text[unit.start : unit.end] for unit in units(text)]


def contexts(text: str) -> dict[str, str]:
    return {text[unit.start : unit.end]: unit.context for unit in units(text)}


def test_each_item_of_a_list_is_a_unit_under_its_lead_in():
    text = "# Tour\n\nThe stops are:\n- Tallinn\n- Riga, two\n  nights\n* [x] Porto\n\nBring a coat."
    assert texts(text) == ["The stops are:", "Tallinn", "Riga, two\n  nights", "Porto", "Bring a coat."]
    assert contexts(text)["Riga, two\n  nights"] == "Tour\nThe stops are:"
    assert contexts(text)["Bring a coat."] == "Tour"


def test_a_sentence_below_an_item_is_part_of_it_where_it_is_indented_further():
    text = "- Riga.\n  Two nights.\n- Porto.\nBring a coat."
    assert texts(text) == ["Riga.\n  Two nights.", "Porto.", "Bring a coat."]


def test_a_row_of_a_table_is_a_unit_under_the_tables_head():
    text = "## Prices\n\n| service | price |\n|---|---:|\n| check | 18 |\n| full service | 140 |\n"
    assert texts(text) == ["| check | 18 |", "| full service | 140 |"]
    assert contexts(text)["| check | 18 |"] == "Prices\nservice | price"


def test_lines_of_a_log_and_fields_are_units_of_their_own():
    text = "2026-01-02 03:04:05 start\n2026-01-02 03:04:06 disk full\nName: Ada Lund\nPhone: 555 1234"
    assert texts(text) == text.split("\n")


def test_a_heading_is_no_part_of_what_is_below_it():
    text = "Opening hours\nWe are open from nine to five on all working days.\n\nParking\n------\nBehind the house."
    assert texts(text) == ["Opening hours", "We are open from nine to five on all working days.", "Behind the house."]
    assert contexts(text)["Behind the house."] == "Opening hours\nParking"


def test_a_command_in_backticks_is_never_cut():
    text = "Run `tool --name a.b. Next -v` first. Then go on."
    assert texts(text) == ["Run `tool --name a.b. Next -v` first.", "Then go on."]


def test_marks_of_bold_stay_with_their_sentence_and_labels_with_theirs():
    assert texts("**Child lock.** Hold Start. It beeps.") == ["**Child lock.**", "Hold Start.", "It beeps."]
    assert texts("A1. Fire and lightning are insured against.") == ["A1. Fire and lightning are insured against."]


def test_code_is_read_line_by_line():
    assert texts("Use this:\n\n```\nmake all. Then\nmake test\n```\n") == ["Use this:", "make all. Then", "make test"]


def test_quoted_mail_is_read_without_its_marks():
    assert texts("> Who pays for it?\n> We do.\n>\n> Regards") == ["Who pays for it?", "We do.", "Regards"]
    assert texts("> Name: Ada Lund\n> Phone: 555 1234") == ["Name: Ada Lund", "Phone: 555 1234"]


def test_a_long_heading_line_takes_no_longer_than_it_is_long(benchmark=None):
    assert texts("# " + "a " * 50_000 + "\nText.") == ["Text."]
    assert len(texts(" " * 100_000 + "\n" + "- " * 50_000)) <= 1


def test_a_long_paragraph_is_read_in_time_and_no_sentence_is_lost_between_its_windows():
    hostile = "It is `so. And` so **it.** No. 7 is red. " * 2500
    began = time.perf_counter()
    assert len(texts(hostile)) >= 5000
    assert time.perf_counter() - began < 10
    plain = [f"Sentence number {at} says that all is well." for at in range(1000)]
    assert texts(" ".join(plain)) == plain


def test_a_sentence_as_long_as_a_window_is_cut_inside_no_word_and_glued_to_no_other():
    text = f"It is. {'word ' * (WINDOW // 5 - 1)}last. Then it ends."
    found = texts(text)
    assert found[0] == "It is." and found[-1] == "Then it ends."
    assert " ".join(found) == text


def test_prose_without_the_end_of_a_sentence_is_cut_between_words():
    text = "wordy " * (WINDOW // 6 * 3)
    assert {word for found in texts(text) for word in found.split()} == {"wordy"}
