"""The chat page. The only package that imports gradio.

app.py              the parts of the page, and how its script reaches the server
page/               its script, its style, its skeleton
requests.py         what the page asks for, checked
events.py           one small function an event
accounts.py         who may sign in where the page is served to others
api.py              what programs and agents ask: endpoints, and tools over MCP
writing.py          an LLM's sentences, shown before their answer is whole
people.py           who asks, and what is theirs
library.py          what one person asks; the one place that decides it, and that writes and deletes
uploads.py          files that a browser has sent → a library
indexing.py         a look at the files, beside the questions
documents.py        the list of the documents
conversations.py    conversations in SQLite, the same for every tab
limits.py           how much one person may ask, and everybody together
budgets.py          the error budgets to choose from
suggesting.py       questions to begin and to go on with
render.py           Answer → safe HTML
source.py           document → HTML, a window at a time, the cited words marked
export.py           a conversation or an answer with its evidence → a file to keep
downloads.py        files and exports at addresses of their own
escaping.py         text → HTML or Markdown that stays text
identity.py         who a request is from
gate.py             what the page may load, and the server answers to
serve.py            how the page is served
"""

import os

# Read by gradio while it is imported: nothing is reported to anybody, and its statistics of events,
# which nobody sees and which cost a pandas table an event, are not made.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)
