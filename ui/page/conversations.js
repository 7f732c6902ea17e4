// The list of the conversations.

let listed = 0;

async function listConversations() {
  const asked = ++listed;
  const reply = await call('list', { words: find('conversation-words').value, current: conversation });
  const list = find('conversation-list');
  // A list that comes late is not shown, and none takes a name from under the keys of who changes it.
  if (asked !== listed || list.querySelector('input')) return;
  list.replaceChildren(fragment(reply?.html ?? LOST));
}

// A name is changed where it stands: Enter keeps it, Escape does not.
function rename(button) {
  const { conversation: id, name } = button.dataset;
  const box = made('input', { value: name, maxLength: 80 });
  box.setAttribute('aria-label', 'New name');
  button.closest('li').replaceChildren(box);
  box.focus();
  box.onkeydown = async (key) => {
    if (key.key === 'Escape') key.preventDefault();
    else if (key.key !== 'Enter') return;
    if (key.key === 'Enter') {
      const reply = await call('rename', { conversation: id, name: box.value });
      if (!reply?.name) return say(reply?.problem ?? LOST);
      if (id === conversation) document.title = `${reply.name} – Quoted`;
    }
    box.remove();
    listConversations();
  };
}

async function forget(id) {
  await call('forget', { conversation: id });
  listConversations();
  if (id === conversation) open('');
  tabs.postMessage(id);
}
