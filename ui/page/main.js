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
  judge: async ({ turn }) => judge(Number(turn)),
  documents: toggleDocuments,
  new: () => open(''),
  'ask-everything': () => (leftOut.clear(), showChoice()),
};

async function judge(turn) {
  const reply = await call('judge', { conversation, turn, verdict: 'wrong' });
  if (!reply?.turns) return say(reply?.problem ?? LOST);
  show({ ...reply, name: '' });
  tellTabs();
}

document.addEventListener('click', ({ target }) => {
  const button = target.closest?.('button');
  if (!button) return;
  if ('goto' in button.dataset) goBack();
  clicks[button.dataset.event]?.(button.dataset, button);
});

document.addEventListener('change', ({ target }) => {
  if (target.matches('#listing input')) choose(target);
  if (target.id === 'budget') find('guarantee').textContent = target.selectedOptions[0].dataset.guarantee;
});

document.addEventListener('keydown', (key) => {
  if (key.key !== 'Escape') return;
  find('quote').hidePopover();
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
