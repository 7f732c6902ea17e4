// What a person says of an answer: right, or not and why, with the right words marked in a document.

let markedWords = null; // {document, start, end}

async function judge(turn, verdict, why = {}) {
  const reply = await call('judge', { conversation, turn, verdict, ...why });
  if (!reply?.turns) return say(reply?.problem ?? LOST);
  show({ ...reply, name: '' });
  say('Kept. Thank you.');
  tellTabs();
}

// The form below an answer that is not right.
function askWhy(turn) {
  document.querySelector('.why')?.remove();
  markedWords = null;
  const form = fragment(`
    <form class="why" data-turn="${turn}">
      <label>What is not right about it? <input name="reason" maxlength="2000" autocomplete="off"></label>
      <p class="marked-words">If a document says it, mark the right words there with the pointer.</p>
      <button type="submit" class="keep">Keep</button> <button type="button" data-event="never-mind">Cancel</button>
    </form>`);
  find(`turn-${turn}`).append(form);
  document.querySelector('.why input').focus();
}

function sendWhy(form) {
  const { document, start, end } = markedWords ?? { document: '', start: 0, end: 0 };
  judge(Number(form.dataset.turn), 'wrong', { reason: form.elements.reason.value, document, start, end });
}

// How many code points of a document's text stand before a place in it.
function offsetOf(node, at) {
  const segment = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest('.segment');
  if (!segment) return null;
  const before = document.createRange();
  before.setStart(segment, 0);
  before.setEnd(node, at);
  return Number(segment.dataset.start) + [...before.toString()].length;
}

// While the form is open, words that are selected in a document are those that are right.
function showMarked() {
  const form = document.querySelector('.why');
  const selected = getSelection();
  if (!form || selected.isCollapsed || !selected.rangeCount) return;
  const range = selected.getRangeAt(0);
  const text = (range.commonAncestorContainer.closest ? range.commonAncestorContainer : range.commonAncestorContainer.parentElement).closest('.text[data-document]');
  if (!text) return;
  const [start, end] = [offsetOf(range.startContainer, range.startOffset), offsetOf(range.endContainer, range.endOffset)];
  if (start === null || end === null || start >= end) return;
  markedWords = { document: text.dataset.document, start, end };
  form.querySelector('.marked-words').replaceChildren('Marked: ', made('q', {}, selected.toString().trim().slice(0, 300)));
}
