// The page's script: these files one after the other, run once, in the gr.HTML that can call the server.
// `server` is Gradio's. A button asks for an event by data-event, its other data attributes say about what.

const find = (id) => document.getElementById(id);

// The reply of the server: what there is to show, {problem} for the reader, or undefined where the connection is lost.
const call = (event, data = {}) => server.call({ event, ...data });

// A name for a question; crypto.randomUUID is missing where a page comes by http from another machine.
const newToken = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const LOST = 'The connection to Quoted is lost.';

function fragment(html) {
  const template = document.createElement('template');
  template.innerHTML = html; // the server's own HTML, in which every text from outside is escaped
  return template.content;
}

function made(tag, attributes, ...content) {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...content);
  return element;
}

// Says a sentence to everybody, those who see and those who listen.
function say(sentence) {
  find('said').textContent = '';
  requestAnimationFrame(() => (find('said').textContent = sentence));
}

// A second click within a few seconds is meant; a first one may be a slip.
function isMeant(button) {
  if (button.dataset.sure) return true;
  const label = button.textContent;
  button.dataset.sure = 'true';
  button.textContent = 'Really?';
  setTimeout(() => {
    delete button.dataset.sure;
    button.textContent = label;
  }, 4000);
  return false;
}
