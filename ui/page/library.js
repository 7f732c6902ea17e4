// The documents: what the line at the top says of them, the list of them, and which are asked.

let version = '';
let looking = 0;
let suggestions = 0;
let writes = false; // whether an LLM writes the answers
let greeted = false; // whether a person without documents has been shown where to add them
const leftOut = new Set(); // the sources that are not asked

const boxes = () => [...document.querySelectorAll('#listing .chosen')];

// Asks how far the look at the files is, and goes on asking until it is done.
async function status() {
  clearTimeout(looking);
  const reply = await call('state');
  const line = reply?.line ?? reply?.problem ?? LOST;
  if (find('status').textContent !== line) find('status').textContent = line;
  if (reply?.busy || !reply) looking = setTimeout(status, reply ? 700 : 3000);
  else {
    if (reply.version !== version || reply.empty) {
      version = reply.version;
      await listDocuments();
    }
    if (reply.empty && !greeted) showSide('library');
    greeted = true;
    writes = reply.writes;
    find('sign-out').hidden = !reply.name;
    find('sign-out').title = reply.name;
    if (reply.suggestions !== suggestions) welcome();
    suggestions = reply.suggestions;
    if (reply.suggesting) looking = setTimeout(status, 2000);
  }
}

// Where nothing has been asked yet, what there is to ask depends on the documents.
async function welcome() {
  const reply = await call('turns', { conversation: '', after: 0 });
  if (reply?.welcome && !conversation && !asking && !document.querySelector('.turn')) {
    find('log').replaceChildren(fragment(reply.welcome));
  }
}

async function listDocuments() {
  const reply = await call('documents');
  if (!reply?.html) return;
  find('listing-place').replaceChildren(fragment(reply.html));
  const there = new Set(boxes().map((box) => box.value));
  [...leftOut].filter((source) => !there.has(source)).forEach((source) => leftOut.delete(source));
  showChoice();
}

function showChoice() {
  boxes().forEach((box) => (box.checked = !leftOut.has(box.value)));
  const asked = boxes().filter((box) => box.checked).length;
  const all = find('ask-all');
  if (all) [all.checked, all.indeterminate] = [asked === boxes().length, asked > 0 && asked < boxes().length];
  find('choice').hidden = !leftOut.size;
  find('choice-words').textContent = asked ? `Asking ${asked} of ${boxes().length} documents` : 'No document is chosen';
}

function choose(box) {
  const changed = box.id === 'ask-all' ? boxes() : [box];
  changed.forEach(({ value }) => (box.checked ? leftOut.delete(value) : leftOut.add(value)));
  showChoice();
}

// What is asked, and within what bounds, as a question's event takes it.
function choice() {
  const only = leftOut.size ? boxes().filter((box) => box.checked).map((box) => box.value) : null;
  return { only, max_error: Number(find('budget').value) || null };
}

// Shows the documents or the source on the right side; on a narrow window, in its place on the page.
function showSide(name, { quietly = false } = {}) {
  const documents = name === 'library';
  if (quietly && !find('library').hidden) return;
  find('library').hidden = !documents;
  find('source').hidden = documents;
  find('documents').setAttribute('aria-expanded', String(documents));
}

function toggleDocuments() {
  const opened = find('library').hidden;
  showSide(opened ? 'library' : 'source');
  if (opened) find('library').scrollIntoView();
}

// Takes the files that are too large out of what is chosen or dropped, before Gradio sees it, and names
// them: for one of them, Gradio would refuse them all.
function chooseFiles(event) {
  const input = event.target.closest?.('#uploads')?.querySelector('input[type=file]');
  if (!input) return;
  const most = Number(find('too-large').dataset.mostBytes);
  const given = [...(event.type === 'drop' ? event.dataTransfer : input).files];
  const large = given.filter((file) => file.size > most);
  if (large.length) {
    event.preventDefault();
    event.stopPropagation();
    const fitting = new DataTransfer();
    given.filter((file) => file.size <= most).forEach((file) => fitting.items.add(file));
    input.files = fitting.files;
    input.parentElement.dispatchEvent(new DragEvent('dragleave', { bubbles: true }));
    if (fitting.files.length) input.dispatchEvent(new Event('change', { bubbles: true }));
  }
  const names = large.map((file) => file.name).join(', ');
  find('too-large').textContent = names && `Not added, for being larger than ${(most / 2 ** 20).toFixed()} MiB: ${names}`;
}
