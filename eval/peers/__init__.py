"""Side by side: the same questions to Quoted and to stock retrieval pipelines. Start reading at pipelines.py."""
