"""The chat page. The only package that imports gradio."""

import os

# Read by gradio while it is imported: nothing is reported to anybody, and its statistics of events,
# which nobody sees and which cost a pandas table an event, are not made.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)
