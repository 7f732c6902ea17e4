// The document beside the answer: a window of it around the cited words, and more where it is scrolled to.

const READY = 'Click a number in an answer to see its words where they stand.';
let wanted = 0; // counts what was asked for, so that a late reply never takes the place of a newer one
let growing = false;
let shown = ''; // the version of the documents that the panel is from

const panel = () => document.querySelector('#source .document');

// On a wide window the panel scrolls, on a narrow one the page does.
const scroller = () => (getComputedStyle(panel()).overflowY === 'auto' ? panel() : document.scrollingElement);

function notice(sentence = READY) {
  const section = made('section', { className: 'document', tabIndex: 0 }, made('p', { className: 'notice' }, sentence));
  section.setAttribute('aria-label', 'Source');
  find('source-place').replaceChildren(section);
}

async function fill(event, data) {
  const mine = ++wanted;
  const reply = await call(event, data);
  if (mine !== wanted) return false;
  shown = version;
  if (reply?.html) find('source-place').replaceChildren(fragment(reply.html));
  else notice(reply?.problem ?? LOST);
  return true;
}

// Shows a citation where it stands. Quietly: nothing but the panel scrolls, and the focus stays.
async function cite(turn, marker, { quietly = false } = {}) {
  const id = `mark-${turn}-${marker}`;
  if ((!find(id) || shown !== version) && !(await fill('cite', { conversation, turn, marker }))) return;
  showSide('source', { quietly });
  const mark = find(id);
  if (mark) {
    panel().scrollTop = mark.getBoundingClientRect().top - panel().getBoundingClientRect().top + panel().scrollTop - panel().clientHeight / 3;
    if (!quietly) {
      mark.scrollIntoView({ block: 'nearest' });
      if (scroller() !== panel()) mark.scrollIntoView({ block: 'center' });
      mark.focus({ preventScroll: true });
    }
  }
  document.querySelectorAll('.cite[aria-current]').forEach((number) => number.removeAttribute('aria-current'));
  find(id.replace('mark', 'cite'))?.setAttribute('aria-current', 'true');
  grow();
}

async function read(document, end) {
  if (!(await fill('read', { document, end: Boolean(end) }))) return;
  showSide('source');
  panel().scrollTop = end ? panel().scrollHeight : 0;
  panel().focus({ preventScroll: true });
  panel().scrollIntoView({ block: end ? 'end' : 'start' });
  grow();
}

// From the words back to their number.
function goBack() {
  const text = panel()?.querySelector('[data-marker], [id^="mark-"]');
  const id = text?.id.startsWith('mark-') ? text.id.replace('mark', 'cite') : `cite-${text?.dataset.turn}-${text?.dataset.marker}`;
  find(id)?.scrollIntoView({ block: 'nearest' });
  find(id)?.focus();
}

// Adds the window before or after what is shown, where that is nearly scrolled to.
async function grow() {
  const text = panel()?.querySelector('.text[data-document]');
  if (!text?.offsetHeight || growing) return;
  const [first, end] = [text.firstElementChild, text.lastElementChild];
  const { top, bottom } = text.getBoundingClientRect();
  const near = 1.5 * innerHeight;
  const before = Number(first.dataset.start) > 0 && top > -near;
  const after = Number(end.dataset.end) < Number(text.dataset.length) && bottom < innerHeight + near;
  if (!before && !after) return;
  growing = true;
  const { document, conversation: of, turn, marker } = text.dataset;
  const at = Number(before ? first.dataset.start : end.dataset.end);
  const reply = await call('segment', { document, at, before, conversation: of, turn: Number(turn), marker: Number(marker) });
  growing = false;
  if (!reply?.html || !text.isConnected) return;
  const scrolled = scroller();
  const place = first.getBoundingClientRect().top;
  before ? text.prepend(fragment(reply.html)) : text.append(fragment(reply.html));
  if (before) scrolled.scrollTop += first.getBoundingClientRect().top - place;
  grow();
}

addEventListener('scroll', grow, { capture: true, passive: true });

// The quote above its number, for the pointer and for the keyboard.
function showQuote({ target }) {
  const number = target.closest?.('.cite');
  const quote = find('quote');
  if (!number) return quote.hidePopover();
  quote.replaceChildren(made('q', { dir: 'auto' }, number.dataset.quote), made('span', {}, number.dataset.from));
  quote.showPopover();
  const box = number.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, innerWidth - quote.offsetWidth - 8));
  const above = box.top - quote.offsetHeight - 6;
  quote.style.translate = `${left}px ${above > 0 ? above : box.bottom + 6}px`;
}
addEventListener('pointerover', showQuote);
addEventListener('focusin', showQuote);
