"""The report as one HTML file: what it shows, and that what documents hold stays text."""

import base64
import hashlib
import os
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from eval.measures.answer import score
from eval.questions.dataset import Exchange, Nugget, QuestionSet, Quote
from eval.report.files import write_report
from eval.report.page import pieces, to_html
from eval.report.report import make_report
from eval.run.runner import Result
from qa import Sentence

CHROMIUM = Path("/usr/bin/chromium")
VOID = {"meta", "br"}
HOSTILE = """</script><script>alert(1)</script>"><img src=x onerror=alert(1)> {{ 7*7 }} {% raw %} ' & </style> \u202e"""


class Parsed(HTMLParser):
    """A page as a browser takes it apart: its tags, and the text below a tag or a class."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._open: list[tuple[str, set[str]]] = []
        self._texts: list[tuple[set[str], str]] = []
        self.feed(html)
        self.close()
        assert not self._open, "every tag is closed"

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append((tag, {tag, *(dict(attrs).get("class") or "").split()}))

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        assert tag == self._open.pop()[0]

    def handle_data(self, data):
        self._texts.append((set().union(*(names for _, names in self._open)), data))

    def texts(self, name):
        return [text for names, text in self._texts if name in names and text.strip()]


@pytest.fixture
def made(world):
    """Makes a report of (question, answer) pairs; None is an answer that raised."""

    def report(*pairs):
        results = []
        for question, answer in pairs:
            scores = answer and score(question, answer, read=world.read, seconds=0.5)
            results.append(Result(question, answer, scores, "" if answer else "ValueError: broken"))
        questions = tuple(question for question, _ in pairs)
        return make_report(QuestionSet("some.jsonl", "abc", questions), results)

    return report


@pytest.fixture
def right(world):
    """A question answered right: the reader marked the year, the evidence is a little more."""
    cited = world.cite("Ada wrote the notes in 1843.")
    sentence = Sentence(cited.quote, (1,), (23, 27))
    return world.question(world.nugget("in 1843"), name="one"), world.answer(cited, sentences=(sentence,))


@pytest.fixture
def report(world, made, right):
    """One right, one wrong, one missed, one rightly silent, one unscored, one of the test split."""
    wrong = world.question(world.nugget("in 1843"), name="two", kind="typo")
    missed = world.question(world.nugget("had gears"), name="three", kind="typo")
    nearest = (Sentence("The sources don't say.", ()), Sentence("She lived in London.", (1,)))
    silent = world.answer(world.cite("She lived in London.", "b.txt"), status="not_in_sources", sentences=nearest)
    return made(
        right,
        (wrong, world.answer(world.cite("The engine had gears."))),
        (missed, silent),
        (world.question(name="four", kind="off_topic"), silent),
        (world.question(name="five"), None),
        (world.question(name="six", split="test"), silent),
    )


@pytest.fixture
def hostile(world, made):
    """Every text from outside is hostile: the documents' and the questions'."""
    world.documents["c.txt"] = f"{HOSTILE} it did."
    world.documents[HOSTILE] = HOSTILE
    quote = Quote(HOSTILE, HOSTILE, 0, len(HOSTILE))
    nuggets = (world.nugget(world.quote(f"{HOSTILE} it did.", "c.txt")), Nugget((quote,)))
    question = replace(
        world.question(*nuggets, name=HOSTILE, kind=HOSTILE),
        question=HOSTILE,
        answers=(HOSTILE,),
        history=(Exchange(HOSTILE, HOSTILE),),
        note=HOSTILE,
    )
    cited = (world.cite(f"{HOSTILE} it did.", "c.txt"), world.cite(HOSTILE, HOSTILE, marker=2))
    sentences = (Sentence(cited[0].quote, (1,), (3, 9)), Sentence(cited[1].quote, (2,), (0, 5)))
    report = made((question, world.answer(*cited, sentences=sentences)), (replace(question, id="broken"), None))
    broken = replace(report.results[1], error=HOSTILE)
    return replace(report, questions_file=HOSTILE, results=(report.results[0], broken))


def test_a_page_begins_as_html_and_every_tag_is_closed(report):
    html = to_html(report)
    assert html.startswith("<!DOCTYPE html>\n<html")
    assert Parsed(html).texts("h1") == ["some.jsonl"]


def test_the_reader_s_words_and_the_evidence_are_marked_in_the_quote(right, made):
    page = Parsed(to_html(made(right)))
    assert [text for text in page.texts("said") if text in page.texts("mark")] == ["in ", "1843"]
    assert page.texts("marked")[-1] == "1843"
    assert page.texts("gold")[-2:] == ["in ", "1843"]


def test_every_question_is_shown_as_it_went(report):
    page = Parsed(to_html(report))
    assert page.texts("verdict") == ["right", "wrong", "missed", "abstained", "unscored"]
    assert page.texts("h3") == [f"the words of {name}?" for name in ("one", "two", "three", "four", "five")]
    html = to_html(report)
    assert "ValueError: broken" in html
    assert html.count(", quoted</span>") == 1
    assert html.count(", not quoted</span>") == 2
    assert "1 held back question is counted above and not shown" in re.sub(r"\s+", " ", html)


def test_held_questions_are_shown_where_they_are_asked_for(report):
    assert "words of six" not in to_html(report)
    page = Parsed(to_html(report, show_test=True))
    assert "the words of six?" in page.texts("h3")
    assert "test" in page.texts("option")


def test_the_filters_offer_what_there_is(report):
    page = Parsed(to_html(report))
    values = ["all", "off_topic", "single", "typo"]
    values += ["all", "right", "wrong", "missed", "abstained", "unscored", "all", "dev"]
    assert page.texts("option") == values


def test_the_tables_and_the_figures_are_those_of_the_report(report):
    page = Parsed(to_html(report))
    assert {"right when answered", "recall@10", "calibration error", "off_topic"} <= set(page.texts("th"))
    assert page.texts("dt") == ["right", "right when answered", "abstention recall", "groundedness"]


def test_the_diagrams_hold_the_curve_and_the_bins(report):
    page = Parsed(to_html(report))
    (line,) = [attributes["d"] for tag, attributes in page.tags if attributes.get("class") == "line"]
    assert line == "M" + "L".join(f"{coverage:.4f} {risk:.4f}" for coverage, risk in report.curve.points)
    bars = [attributes for tag, attributes in page.tags if tag == "rect"]
    assert [(bar["x"], bar["height"]) for bar in bars] == [("0.5000", "0.5000")]


def test_without_answers_there_is_no_curve(made, world):
    html = to_html(made((world.question(name="one"), None)))
    assert 'class="line"' not in html
    assert "<rect" not in html


def test_without_questions_there_is_a_page_all_the_same(made):
    assert Parsed(to_html(made())).texts("output") == ["0"]


def test_the_page_s_policy_allows_its_own_style_and_script_alone(report, tmp_path):
    html = write_report(report, tmp_path)[2].read_bytes().decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        inside = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_the_page_names_nothing_elsewhere(report):
    html = to_html(report)
    assert not re.search(r"https?:|//\w|url\(|@import|\bsrc=|\bhref=", html)
    assert not any("style" in attributes for _, attributes in Parsed(html).tags)


def test_what_documents_hold_stays_text(hostile, report):
    html = to_html(hostile)
    page, known = Parsed(html), Parsed(to_html(report))
    assert {tag for tag, _ in page.tags} <= {tag for tag, _ in known.tags}
    assert sum(tag in ("script", "style", "img") for tag, _ in page.tags) == 2
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert page.texts("h3") == [HOSTILE, HOSTILE]
    assert page.texts("h1") == [HOSTILE]
    assert [attributes["data-kind"] for tag, attributes in page.tags if tag == "article"] == [HOSTILE, HOSTILE]
    assert "49" not in page.texts("h3")[0]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], [("abcdef", "")]),
        ([(2, 4, "x")], [("ab", ""), ("cd", "x"), ("ef", "")]),
        ([(0, 6, "x"), (2, 4, "y")], [("ab", "x"), ("cd", "x y"), ("ef", "x")]),
        ([(0, 3, "x"), (2, 5, "y")], [("ab", "x"), ("c", "x y"), ("de", "y"), ("f", "")]),
        ([(-9, 2, "x"), (5, 99, "y")], [("ab", "x"), ("cde", ""), ("f", "y")]),
        ([(-9, -2, "x"), (7, 99, "y"), (3, 3, "z")], [("abcdef", "")]),
    ],
)
def test_a_text_is_cut_where_marks_begin_and_end(marks, expected):
    assert list(pieces("abcdef", marks)) == expected


def test_nothing_has_no_pieces():
    assert list(pieces("", [(0, 3, "x")])) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser_it_fits_a_phone_filters_and_does_nothing_else(report, hostile, tmp_path, scheme):
    if not CHROMIUM.exists():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"there is no browser at {CHROMIUM}")
    amiss, requests = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
        page.on("console", lambda message: amiss.append(message.text))
        page.on("pageerror", lambda error: amiss.append(str(error)))
        page.on("dialog", lambda dialog: amiss.append(dialog.message))
        page.on("request", lambda request: requests.append(request.url))
        for number, shown in enumerate((hostile, report)):
            path = write_report(shown, tmp_path / str(number))[2]
            page.goto(path.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.select_option("select[name=kind]", "typo")
        page.select_option("select[name=verdict]", "missed")
        assert page.locator(".case:visible h3").all_text_contents() == ["the words of three?"]
        assert page.text_content("#count") == "1 of 5 shown"
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        browser.close()
    assert background == {"light": "rgb(246, 245, 241)", "dark": "rgb(22, 24, 27)"}[scheme]
    assert amiss == []
    assert len(requests) == 2
