import time

import pytest

from index.loaders.plain_text import first_line_title, load_markdown, load_text

MARKDOWN = """---
title: x
date: 2003-04-05
---

# The Long Bridge #

Text # no heading

Tolls
-----

```sh
# no heading either
```

* item
---
### C#
#no heading
"""


def test_line_ends_become_one_kind():
    assert load_text(b"one\r\ntwo\rthree\n").text == "one\ntwo\nthree\n"


def test_markdown_is_kept_as_it_stands_with_its_headings_and_date():
    found = load_markdown(MARKDOWN.encode())
    assert found.text == MARKDOWN
    assert [(heading.level, heading.text) for heading in found.headings] == [
        (1, "The Long Bridge"),
        (2, "Tolls"),
        (3, "C#"),
    ]
    assert all(found.text[heading.start : heading.end] == heading.text for heading in found.headings)
    assert (found.title, found.date) == ("The Long Bridge", "2003-04-05")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# The Long Bridge #\n\nIt opened.", "The Long Bridge"),
        ("\n  El Chapo Begs\n\nText.", "El Chapo Begs"),
        ("It opened in May. It closed.", ""),
        ("", ""),
        ("x" * 200, ""),
    ],
)
def test_the_title_is_the_first_line_where_it_looks_like_one(text, title):
    assert first_line_title(text) == title


@pytest.mark.parametrize(
    "line", ["# a" + " #" * 10**6 + " x", "#" * 10**6, "# " + " " * 10**6, "=" * 10**6, "- " * 10**6]
)
def test_an_endless_line_takes_no_more_than_its_length(line):
    began = time.perf_counter()
    load_markdown(line.encode() + b"\nText\n====\n")
    assert time.perf_counter() - began < 2
