"""Other people's question sets → documents and questions as files. Knows nothing of answers.

command.py   python -m eval import
suites.py    the public benchmarks by name
squad.py · beir.py · table.py · nq.py · multihop.py · ramdocs.py · mtrag.py · bipia.py   one file a layout
reading.py   JSON and JSON lines of others, checked
places.py    where in a document the evidence stands
writing.py   a folder of documents with its questions
"""
