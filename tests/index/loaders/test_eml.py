from email.message import EmailMessage

from index.loaders.eml import load_eml


def test_a_message_that_is_html_alone_is_read():
    message = EmailMessage()
    message["Subject"] = "Hi"
    message.set_content("<h1>Tolls</h1><ul><li>Cars</ul>", subtype="html")
    assert load_eml(message.as_bytes()).text == "# Hi\n\nSubject: Hi\n\n# Tolls\n\n- Cars"


def test_forwarded_messages_and_attachments_with_foreign_names():
    inner, outer = EmailMessage(), EmailMessage()
    inner["Subject"] = "Inner"
    inner.set_content("Said inside.")
    outer["Subject"] = "Outer"
    outer.set_content("Said outside.")
    outer.add_attachment(inner)
    outer.add_attachment("Not read.", filename="Brücke\n.txt")
    text = load_eml(outer.as_bytes()).text
    assert "Said outside." in text and "Said inside." in text
    assert "Not read" not in text
    assert "- Brücke" in text and "(text/plain, 10 bytes)" in text


def test_an_encoding_that_is_none_loses_no_letters():
    raw = b"Subject: x\nContent-Type: text/plain; charset=klingon\nContent-Transfer-Encoding: 8bit\n\nBr\xc3\xbccke"
    assert "Brücke" in load_eml(raw).text


def test_a_date_that_is_none_is_none():
    assert load_eml(b"Subject: x\nDate: yesterday\n\ntext").date == ""
    assert load_eml(b"Subject: x\nDate: Sat, 05 Apr 2003 23:30:00 -0800\n\ntext").date == "2003-04-05"
