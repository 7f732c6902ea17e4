// What a click, a key and the loading of the page do.

const clicks = {
  ask: ({ question }) => fillBox(ask(question)),
  cite: ({ turn, marker }) => cite(Number(turn), Number(marker)),
  read: ({ document, end }) => read(document, end),
  open: ({ conversation: id }) => (find('conversations').hidePopover(), open(id)),
  rename: (_, button) => rename(button),
  forget: ({ conversation: id }, button) => isMeant(button) && forget(id),
  delete: async ({ source }, button) => isMeant(button) && (await call('delete', { source }), status()),
  look: async () => (await call('look'), status()),
  right: ({ turn }) => judge(Number(turn), 'right'),
  wrong: ({ turn }) => askWhy(Number(turn)),
  'never-mind': () => document.querySelector('.why').remove(),
  documents: toggleDocuments,
  new: () => open(''),
  'ask-everything': () => (leftOut.clear(), showChoice()),
};

document.addEventListener('click', ({ target }) => {
  const button = target.closest?.('button');
  if (!button) return;
  if ('goto' in button.dataset) goBack();
  clicks[button.dataset.event]?.(button.dataset, button);
});

document.addEventListener('selectionchange', showMarked);

document.addEventListener('submit', (submitted) => {
  if (!submitted.target.matches('.why')) return;
  submitted.preventDefault();
  sendWhy(submitted.target);
});

document.addEventListener('change', ({ target }) => {
  if (target.matches('#listing input')) choose(target);
  if (target.id === 'budget') find('guarantee').textContent = target.selectedOptions[0].dataset.guarantee;
});

['change', 'drop'].forEach((event) => document.addEventListener(event, chooseFiles, true));

document.addEventListener('keydown', (key) => {
  if (key.key !== 'Escape') return;
  find('quote').hidePopover();
  document.querySelector('.why')?.remove();
  if (find('source').contains(document.activeElement)) goBack();
});

document.addEventListener('input', ({ target }) => target.id === 'conversation-words' && listConversations());
document.addEventListener('visibilitychange', () => document.hidden || (sync(), status()));
addEventListener('hashchange', () => location.hash.slice(1) !== conversation && open(location.hash.slice(1)));

// Gradio makes the parts of the page one by one.
function begin() {
  if (!['log', 'budget', 'source-place', 'listing-place', 'library'].every(find)) return requestAnimationFrame(begin);
  window.quoted = { ask, status };
  find('conversations').addEventListener('toggle', ({ newState }) => newState === 'open' && listConversations());
  showSide('source');
  notice();
  open(location.hash.slice(1)).then(status);
}
begin();
