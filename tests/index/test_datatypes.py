from index import Document


def test_pages_are_counted_from_one_and_an_empty_one_holds_nothing():
    document = Document("id", "a.pdf", "a", "one two three", pages=(0, 4, 4, 8))
    assert [document.page(offset) for offset in (0, 3, 4, 7, 8, 13)] == [1, 1, 3, 3, 4, 4]
    assert Document("id", "a.txt", "a", "one").page(0) is None
