import os
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.names import escape, unescape


@given(st.binary(min_size=1).filter(lambda name: b"\0" not in name and b"/" not in name))
def test_any_name_of_a_file_becomes_one_printable_line_and_comes_back(name):
    decoded = os.fsdecode(name)
    source = escape(decoded)
    assert unescape(source) == decoded
    assert len(source.splitlines()) == 1
    source.encode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="names are bytes elsewhere")
def test_what_an_escaped_name_looks_like():
    assert escape(os.fsdecode(b"caf\xe9.txt")) == r"caf\xe9.txt"
    assert escape("a\nb\u202etxt.exe") == r"a\x0ab\u202etxt.exe"
    assert escape(r"back\slash") == r"back\x5cslash"
    assert escape("Brücke 橋 👩‍👧.txt") == "Brücke 橋 👩‍👧.txt"
