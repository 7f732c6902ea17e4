"""Other people's question sets → documents and questions as files. One file a layout; knows nothing of answers."""

from eval.importers.beir import write_beir
from eval.importers.squad import write_squad
from eval.importers.table import write_table
from eval.importers.writing import Prepared

__all__ = ["Prepared", "write_beir", "write_squad", "write_table"]
