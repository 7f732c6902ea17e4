"""One answer measured, and what its confidence is worth.

answer.py      all measures of one answer
evidence.py    citations against the gold evidence
retrieval.py   recall@k, MRR, nDCG, by ir-measures
squad.py       exact match and F1, as SQuAD has them
confidence.py  risk-coverage, calibration, AUROC of many answers
"""
