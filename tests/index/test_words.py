from index.words import content_words, stems, words


def test_words_lose_case_accents_and_possessives():
    assert words("Mexico’s MÁXIMUM-security prison's 2015 plan") == [
        "mexico",
        "maximum",
        "security",
        "prison",
        "2015",
        "plan",
    ]


def test_content_words_fall_back_to_all_words():
    assert content_words("Where is the bridge?") == ["bridge"]
    assert content_words("Why was it?") == ["why", "was", "it"]


def test_stems_join_the_forms_of_a_word():
    assert len(set(stems("escape escaped escapes escaping"))) == 1


def test_ideographs_are_words_of_their_own():
    assert words("大橋 opened") == ["大", "橋", "opened"]
