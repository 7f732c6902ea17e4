// Runs once in each gr.HTML of the page; `element`, `trigger` and `watch` are Gradio's.
// A button asks for an event by data-event, with its other data attributes as the event's data.
const events = ['ask', 'cite', 'dislike', 'open'];
const find = (id) => document.getElementById(id);

element.addEventListener('click', (click) => {
  const button = click.target.closest('button');
  if (!button) return;
  const { event, goto, turn, marker } = button.dataset;
  if (goto) find(goto)?.scrollIntoView();
  if (event === 'open') {
    button.closest('details').open = false;
    find('source').scrollIntoView();
  }
  const mark = event === 'cite' && find(`mark-${turn}-${marker}`);
  if (mark) mark.scrollIntoView();
  else if (events.includes(event)) trigger(event, { ...button.dataset });
});

document.addEventListener('click', ({ target }) => {
  const unfolded = element.querySelector('details[open]');
  if (unfolded && !unfolded.contains(target)) unfolded.open = false;
});

// The number of the passage in view is marked like the passage.
function markNumber() {
  document.querySelectorAll('.cite[aria-current]').forEach((cite) => cite.removeAttribute('aria-current'));
  const mark = document.querySelector('mark.current');
  if (mark) find(mark.id.replace('mark', 'cite'))?.setAttribute('aria-current', 'true');
}

let newest = '';

// A new question, and then its answer, is shown from its top; nothing else moves the conversation.
function showThread() {
  const turn = element.querySelector('.turn:last-child');
  const state = turn ? `${turn.id} ${turn.className}` : '';
  if (turn && state !== newest) turn.scrollIntoView();
  newest = state;
  document.querySelector('#question textarea').readOnly = state.includes('pending');
}

// The panel scrolls to the passage by itself; the page does only where the reader has clicked for it.
function showPassage(panel) {
  const mark = panel.querySelector('mark.current');
  panel.scrollTop = mark ? mark.offsetTop - panel.clientHeight / 3 : 0;
  if ('clicked' in panel.dataset) (mark ?? panel).scrollIntoView();
}

watch('value', () => {
  const panel = element.querySelector('.document');
  if (panel) showPassage(panel);
  else if (element.querySelector('.thread')) showThread();
  markNumber();
});
