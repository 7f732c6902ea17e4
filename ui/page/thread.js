// The conversation: turns are appended to the log, and one is replaced only where it has changed.

let conversation = '';
let last = 0;
let asking = false;
const sent = new Map(); // the HTML of each turn as the server has sent it: the page's own marks are no change

const tabs = new BroadcastChannel('quoted'); // the other tabs of this browser
const tellTabs = () => tabs.postMessage(conversation);
tabs.onmessage = ({ data }) => {
  if (data === conversation || !data) sync();
};

function show({ conversation: id, name, turns }) {
  const log = find('log');
  log.querySelector('.welcome')?.remove();
  conversation = id;
  if (location.hash.slice(1) !== id) history.replaceState(null, '', `#${id}`);
  find('export-button').hidden = false;
  for (const kind of ['md', 'json']) find(`export-${kind}`).href = `exports/${id}/conversation.${kind}`;
  if (name) document.title = `${name} – Quoted`;
  for (const { number, html } of turns) {
    const old = find(`turn-${number}`);
    if (sent.get(number) === html && old) continue;
    sent.set(number, html);
    if (old) old.replaceWith(fragment(html));
    else {
      log.querySelector('.related')?.remove();
      log.append(fragment(html));
    }
    last = Math.max(last, number);
  }
}

function clear() {
  conversation = '';
  last = 0;
  sent.clear();
  document.title = 'Quoted';
  find('export-button').hidden = true;
  find('log').replaceChildren();
}

// A conversation from its beginning, or the welcome of a new one.
async function open(id) {
  const reply = await call('turns', { conversation: id, after: 0 });
  if (!reply?.turns) {
    say(reply?.problem ?? LOST);
    return reply && id && open('');
  }
  clear();
  if (reply.welcome) {
    history.replaceState(null, '', location.pathname);
    find('log').append(fragment(reply.welcome));
  } else show(reply);
  const newest = reply.turns.at(-1);
  newest ? find(`turn-${newest.number}`).scrollIntoView() : find('log').scrollTo(0, 0);
  if (newest?.cites) cite(newest.number, 1, { quietly: true });
  else notice();
}

// What another tab or device has asked meanwhile.
async function sync() {
  if (!conversation || asking) return;
  const asked = conversation;
  const reply = await call('turns', { conversation: asked, after: 0 });
  if (asked !== conversation || !reply) return;
  if (reply.problem) open('');
  else show(reply);
}

function article(kind, question, ...body) {
  const turn = made('article', { className: `turn ${kind}` }, made('h2', { className: 'question', dir: 'auto' }, question), ...body);
  find('log').querySelector('.welcome')?.remove();
  find('log').querySelectorAll('.problem, .related').forEach((old) => old.remove());
  find('log').append(turn);
  turn.scrollIntoView();
  return turn;
}

// Asks a question; what stays in the box: nothing, unless it cannot be asked now.
function ask(question, token = newToken()) {
  if (!question.trim() || asking) return question;
  asking = true;
  const pending = article('pending', question, made('p', { className: 'working' }, 'Reading your documents…'));
  answer(question, token, pending).finally(() => (asking = false));
  return '';
}

async function answer(question, token, pending) {
  const before = conversation;
  const watching = writes && setInterval(watch, 700, token, pending.querySelector('.working'));
  const reply = await call('ask', { conversation, after: last, question, token, ...choice() });
  clearInterval(watching);
  pending.remove();
  if (!reply) return lost(question, token);
  if (conversation !== before) return tellTabs(); // another conversation has been opened meanwhile
  if (reply.problem) {
    article('problem', question, made('p', { role: 'alert' }, reply.problem));
    return fillBox(question);
  }
  show(reply);
  find(`turn-${last}`).scrollIntoView();
  tellTabs();
  status();
  if (reply.turns.at(-1).cites) cite(last, 1, { quietly: true });
  goOn(last);
}

// The sentences that an LLM has written so far, in the place of "Reading your documents…".
async function watch(token, place) {
  const reply = await call('so-far', { token });
  if (reply?.html) place.replaceChildren(fragment(reply.html));
}

// What could be asked next, below the newest answer, once that is known.
async function goOn(turn, { of = conversation, tries = 10 } = {}) {
  if (of !== conversation || turn !== last) return;
  const reply = await call('related', { conversation: of, turn });
  if (!reply || of !== conversation || turn !== last || asking) return;
  if (reply.later && tries) setTimeout(goOn, 1500, turn, { of, tries: tries - 1 });
  if (!reply.html) return;
  find('log').querySelector('.related')?.remove();
  find('log').append(fragment(reply.html));
}

// The same question once more is the same question: it is answered once, however often it is sent.
function lost(question, token) {
  const again = made('button', { type: 'button', className: 'again' }, 'Send it again');
  const turn = article('problem', question, made('p', { role: 'alert' }, `${LOST} Your question is kept here. `, again));
  again.onclick = () => {
    turn.remove();
    ask(question, token);
  };
}

function fillBox(text) {
  const box = document.querySelector('#question textarea');
  if (box.value) return;
  box.value = text;
  box.dispatchEvent(new Event('input', { bubbles: true }));
}
