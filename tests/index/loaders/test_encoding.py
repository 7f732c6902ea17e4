import pytest
from encoded_texts import TEXTS, UNSEEN

from index.datatypes import DocumentError
from index.loaders.encoding import decode

CASES = [(text, encoding) for texts in (TEXTS, UNSEEN) for text, encodings in texts.values() for encoding in encodings]


@pytest.mark.parametrize(("text", "encoding"), CASES)
def test_a_text_is_read_in_the_encoding_that_it_was_written_in(text, encoding):
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_with_and_without_a_byte_order_mark(encoding):
    text = TEXTS["de"][0]
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    assert decode((mark + text).encode(encoding)) == (text, "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", ["Prices rose to 5 €", "Ä long text, cut at 5 €"])
def test_a_file_cut_off_inside_a_character_keeps_what_is_whole(text, encoding):
    decoded, note = decode(text.encode(encoding)[:-1])
    assert decoded == text[:-1]
    assert "cut off" in note


def test_a_letter_at_the_very_end_is_no_cut_off_character():
    assert decode("Le café".encode("latin-1"))[0] == "Le café"


def test_a_few_broken_bytes_in_utf8_do_not_change_the_rest():
    data = TEXTS["pl"][0].encode() + b" \xff\xfe " + TEXTS["pl"][0].encode()
    text, note = decode(data)
    assert text.replace("\ufffd", "").split() == (2 * f"{TEXTS['pl'][0]} ").split()
    assert "2 broken" in note


@pytest.mark.parametrize("data", [b"good text with a \0 in it", b"\x7fELF\0\1\2\xff\xfe" * 50, bytes(range(1, 9)) * 40])
def test_what_is_binary_is_refused(data):
    with pytest.raises(DocumentError, match="binary"):
        decode(data)


def test_a_text_of_which_one_in_fifty_characters_is_a_control_character_is_the_last_that_is_read():
    controls = "\x01" * 10
    assert decode(f"{controls}{'a' * 490}".encode()) == (f"{controls}{'a' * 490}", "")
    with pytest.raises(DocumentError, match="one in fifty"):
        decode(f"{controls}{'a' * 489}".encode())
