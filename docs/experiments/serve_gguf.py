"""python docs/experiments/serve_gguf.py FILE.gguf [PORT]: serve a model on loopback, as OpenAI does, with xllamacpp.

Prints its address once it answers, and ends when its standard input does. What xllamacpp has as
defaults is set: any port, requests from any page, a web page of its own, 8 GiB of cached prompts.
"""

import os
import sys

os.environ["OMP_WAIT_POLICY"] = "PASSIVE"  # or threads that wait keep the cores from those that work

from xllamacpp import CommonParams, Server  # reads the environment as it is imported

CONTEXT = 4096


def serve(file: str, port: int) -> Server:
    """A running server; it ends with its object."""
    params = CommonParams()
    params.model.path = file
    params.hostnames, params.port = ["127.0.0.1"], port
    params.cors_origins, params.cors_credentials = "http://127.0.0.1", False
    params.ui, params.endpoint_slots = False, False
    params.n_ctx, params.n_parallel, params.cache_ram_mib = CONTEXT, 1, 64
    params.sampling.temp, params.sampling.seed = 0.0, 0
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = os.cpu_count() or 1
    params.verbosity, params.fit_params = 0, False
    return Server(params)


if __name__ == "__main__":
    server = serve(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    print(server.listening_address, flush=True)
    sys.stdin.read()  # until whoever started it has gone
