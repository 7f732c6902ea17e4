"""Answer → HTML. Pure functions; every text from outside goes through `ui/escaping.py`.

Knows nothing of Gradio. A button says with `data-event` which event it asks for, and with its
other data attributes what it is about; the page's script passes them on.
"""

from collections.abc import Mapping, Sequence

from qa import Answer, Citation, Sentence, Shown
from ui.budgets import Budget
from ui.conversations import Conversation, KeptTurn
from ui.escaping import button_html, name_html, plain_name, text_html
from ui.uploads import Taken

_WORD_END = 16
"""Characters at the end of a sentence that are kept on one line with its numbers."""
_HOVER = 400
"""Characters of a quote that are shown above its number."""


def welcome(examples: Sequence[str] = ()) -> str:
    """What stands where no question has been asked yet."""
    buttons = _questions(examples)
    return (
        '<div class="welcome"><h2>Ask your documents.</h2>'
        "<p>The answer comes in the documents’ own words, each sentence with the number of the passage it was "
        "taken from. Where the documents don’t say, you are told so.</p>"
        + (f"<p>For example:</p>{buttons}" if buttons else "")
        + "</div>"
    )


def related(questions: Sequence[str]) -> str:
    """Questions to go on with."""
    return f'<div class="related"><p>You could go on with:</p>{_questions(questions)}</div>' if questions else ""


def _questions(questions: Sequence[str]) -> str:
    buttons = (f"<li>{button_html(text_html(each), data_event='ask', data_question=each)}</li>" for each in questions)
    return f'<ul class="examples">{"".join(buttons)}</ul>' if questions else ""


def turn(kept: KeptTurn, conversation: str = "") -> str:
    """One question with its answer, and buttons to say whether it is right, or what has been said."""
    number, answer = kept.number, kept.answer
    body = _answered(number, answer) if answer.status == "answered" else _not_in_sources(number, answer)
    searched = ""
    if answer.standalone_question != answer.question:
        searched = f'<p class="searched">Searched for: <bdi>{text_html(answer.standalone_question)}</bdi></p>'
    body += _left_out(answer)
    foot = f'<p class="foot">{_likelihood(answer)}{_feedback(kept)}{_evidence(kept, conversation)}</p>'
    return (
        f'<article class="turn {answer.status}" id="turn-{number}" aria-labelledby="question-{number}">'
        f'<h2 class="question" id="question-{number}" dir="auto">{text_html(answer.question)}</h2>'
        f"{searched}{body}{foot}</article>"
    )


def so_far(shown: Sequence[Shown]) -> str:
    """The sentences of an answer that is not whole yet; their numbers do nothing yet."""
    sentences = (f"{text_html(each.sentence.text)} {_numbers(each.sentence)}" for each in shown)
    return " ".join(f'<span class="sentence" dir="auto">{sentence}</span>' for sentence in sentences)


def _numbers(sentence: Sentence) -> str:
    return " ".join(f"[{marker}]" for marker in sentence.citations)


def _left_out(answer: Answer) -> str:
    """Who wrote the sentences, and on request those that the check did not let through, struck through."""
    by = f"Written by {text_html(answer.written_by)}; every sentence is checked against its quotes. "
    struck = "".join(f"<li><s>{text_html(sentence)}</s></li>" for sentence in answer.left_out)
    count = f"{len(answer.left_out)} sentence{'' if len(answer.left_out) == 1 else 's'} left out"
    why = f"<details><summary>{count}: not supported, or no answer</summary><ul>{struck}</ul></details>"
    said = (by if answer.written_by else "") + (why if struck else "")
    return f'<div class="note">{said}</div>' if said else ""


def _feedback(kept: KeptTurn) -> str:
    if kept.verdict:
        said = "right" if kept.verdict == "right" else "not right"
        return f'<span class="feedback">You have called this {said}.</span>'
    turn = str(kept.number)
    right = button_html("Right", data_event="right", data_turn=turn, title="Keep this answer as one that is right")
    wrong = button_html("Not right", data_event="wrong", data_turn=turn, title="Say what is not right about it")
    return f'<span class="feedback">{right} {wrong}</span>'


def _evidence(kept: KeptTurn, conversation: str) -> str:
    """A link that saves the answer with its evidence."""
    if not kept.answer.citations:
        return ""
    return f'<a href="exports/{conversation}/{kept.number}/evidence.html" download>Evidence file</a>'


def _answered(number: int, answer: Answer) -> str:
    cited = {citation.marker: citation for citation in answer.citations}
    apart = [sentence for sentence in answer.sentences if set(sentence.citations) & set(answer.disagreeing)]
    together = [sentence for sentence in answer.sentences if sentence not in apart]
    shown = " ".join(_sentence(number, sentence, cited) for sentence in together)
    sides = "".join(_side(number, sentence, cited) for sentence in apart)
    notes = "".join(f'<p class="note">{text_html(note)}</p>' for note in answer.notes)
    return (
        (f'<p class="answer">{shown}</p>' if shown else "")
        + (f'<ul class="sides answer" aria-label="The sources disagree">{sides}</ul>' if sides else "")
        + notes
    )


def _side(number: int, sentence: Sentence, cited: Mapping[int, Citation]) -> str:
    """What one of several documents that disagree says, with its name."""
    title = name_html(cited[sentence.citations[0]].title)
    return f'<li>{_sentence(number, sentence, cited)}<span class="from">{title}</span></li>'


def _sentence(number: int, sentence: Sentence, cited: Mapping[int, Citation]) -> str:
    """A sentence, its answering words marked, and its numbers; the first number never stands alone on a line."""
    cites = "".join(_cite(number, cited[marker]) for marker in sentence.citations)
    stop = len(sentence.text.rstrip())
    end = stop - len("".join(sentence.text.split()[-1:])[-_WORD_END:])
    return (
        f'<span class="sentence" dir="auto">{_marked(sentence, 0, end)}'
        f'<span class="end">{_marked(sentence, end, stop)}&nbsp;{cites}</span></span>'
    )


def _marked(sentence: Sentence, start: int, stop: int) -> str:
    """The words from start to stop, those that answer in <strong>."""
    first, last = (min(max(at, start), stop) for at in sentence.marked or (start, start))
    before, answer, after = (text_html(sentence.text[a:b]) for a, b in ((start, first), (first, last), (last, stop)))
    return before + (f"<strong>{answer}</strong>" if answer else "") + after


def _not_in_sources(number: int, answer: Answer) -> str:
    """That the documents don't say, and what comes nearest: before it where that may be the answer all the same."""
    said = " ".join(sentence.text for sentence in answer.sentences if not sentence.citations) or answer.text
    if answer.perhaps:
        return _perhaps(number, answer, said)
    nearest = _passages(number, answer.citations)
    if nearest:
        nearest = f'<p class="nearest">What comes nearest:</p>{nearest}'
    return f'<p class="answer">{text_html(said)}</p>{nearest}'


def _perhaps(number: int, answer: Answer, said: str) -> str:
    """The passage that may answer, and the others folded away."""
    first, *others = answer.citations
    quoted = next(sentence for sentence in answer.sentences if first.marker in sentence.citations)
    shown = _sentence(number, quoted, {first.marker: first})
    folded = _passages(number, others)
    if folded:
        folded = f"<details><summary>What comes near, too ({len(others)})</summary>{folded}</details>"
    return (
        f'<p class="answer perhaps"><span class="hedge">Perhaps:</span> {shown}</p>'
        f'<p class="note">{text_html(said)}</p>{folded}'
    )


def _passages(number: int, citations: Sequence[Citation]) -> str:
    """Passages that do not answer, one below the other; "" for none."""
    items = "".join(
        f"<li>{_cite(number, citation)} <q><bdi>{text_html(citation.quote)}</bdi></q>"
        f' <span class="from">{name_html(citation.title)}</span></li>'
        for citation in citations
    )
    return f'<ul class="passages">{items}</ul>' if items else ""


def _cite(number: int, citation: Citation) -> str:
    """The numbered button of one citation; its id is the only one of its kind on the page."""
    quote = citation.quote if len(citation.quote) <= _HOVER else f"{citation.quote[:_HOVER]}…"
    page = f", page {citation.page}" if citation.page else ""
    return button_html(
        f"[{citation.marker}]",
        id=f"cite-{number}-{citation.marker}",
        class_="cite",
        data_event="cite",
        data_turn=str(number),
        data_marker=str(citation.marker),
        data_quote=quote,
        data_from=plain_name(citation.title) + page,
        aria_controls="source",
        aria_label=plain_name(f"Source {citation.marker}: {citation.title}{page}"),
    )


def _likelihood(answer: Answer) -> str:
    """The likelihood in a word, its number on hover; a refusal has none."""
    if answer.likelihood is None:
        return ""
    percent = f"{answer.percent} %"
    title = f"Likely right: {percent}, by the calibration of the reader"
    return (
        f'<span class="likelihood {answer.likelihood}" title="{title}">{answer.likelihood.capitalize()}'
        f'<span class="unseen"> ({percent} likely right)</span></span>'
    )


def bounds(budgets: Sequence[Budget]) -> str:
    """What is asked and within what error budget, above the question box."""
    options = "".join(
        f'<option value="{budget.share or ""}" data-guarantee="{text_html(budget.guarantee)}"'
        f"{' selected' if budget.chosen else ''}>{text_html(budget.name)}</option>"
        for budget in budgets
    )
    guarantee = next((text_html(budget.guarantee) for budget in budgets if budget.chosen), "")
    everything = button_html("Ask all", data_event="ask-everything")
    return (
        f'<div class="bounds"><p id="choice" hidden><span id="choice-words" role="status"></span> {everything}</p>'
        f'<label>Answer <select id="budget">{options}</select></label>'
        f'<p id="guarantee" role="status">{guarantee}</p></div>'
    )


def taken(files: Sequence[Taken]) -> str:
    """What became of the files that were sent."""
    added = ", ".join(name_html(file.name) for file in files if not file.problem)
    refused = "".join(
        f'<li class="refused">{name_html(file.name)} is not added: {text_html(file.problem)}</li>'
        for file in files
        if file.problem
    )
    return f'<ul class="taken" role="status">{f"<li>Added: {added}</li>" if added else ""}{refused}</ul>'


def conversations(found: Sequence[Conversation], current: str, words: str = "") -> str:
    """The list of conversations; the current one is marked."""
    if not found:
        return f'<p class="nothing">{"None of them holds these words." if words else "There are none yet."}</p>'
    return f"<ul>{''.join(_conversation(each, each.id == current) for each in found)}</ul>"


def _conversation(each: Conversation, is_current: bool) -> str:
    day = each.changed[:10]
    turns = f"{each.turns} question{'' if each.turns == 1 else 's'}"
    here = {"aria_current": "true"} if is_current else {}
    name = plain_name(each.name)
    of = {"data_conversation": each.id}
    buttons = (
        button_html(
            f"{name_html(each.name)}<span>{day} · {turns}</span>", class_="name", data_event="open", **of, **here
        )
        + button_html("Rename", data_event="rename", data_name=each.name, aria_label=f"Rename {name}", **of)
        + button_html("Delete", data_event="forget", data_name=each.name, aria_label=f"Delete {name}", **of)
    )
    return f"<li>{buttons}</li>"
