"""Other people's question sets → documents and questions as files. One file a layout; knows nothing of answers."""
