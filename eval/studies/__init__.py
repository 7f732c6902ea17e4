"""Questions of their own about the software, a command each.

calibrate.py  an error budget on one's own questions, and whether it holds
conflicts.py  planted conflicts: are they noted, and only they?
rewriting.py  what rewriting a follow-up does for the search
ground.py     anybody's answers: is each sentence supported by what it cites?
llm.py        what an LLM does to the answers, with the check and without
opinion.py    such answers → the weights of the second opinion
injection.py  instructions planted in documents: do they change what is shown?
"""
