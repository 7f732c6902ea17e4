"""Programs and agents ask: Gradio's own client, curl's way, and a real MCP client."""

import asyncio
import json
import re
import socket
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

from index import open_document
from qa import ask

README = Path(__file__).parent.parent.parent / "README.md"
WHERE = "Where is Guzman serving his sentence?"


@pytest.fixture(scope="module")
def address(seeds_settings, tmp_path_factory):
    """The program as a person starts it for agents."""
    folder = tmp_path_factory.mktemp("api")
    (folder / "settings.toml").write_text(f"index_dir = '{seeds_settings.index_dir}'\n", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "ui", "--mcp", "--port", str(port)]
    command += ["--settings", str(folder / "settings.toml"), "--data", str(folder / "data")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            while f"127.0.0.1:{port} " not in process.stdout.readline():
                assert process.poll() is None
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def client(address, tmp_path_factory):
    client = Client(address, verbose=False, analytics_enabled=False, download_files=tmp_path_factory.mktemp("client"))
    yield client
    client.close()


def without_timings(answer):
    return json.loads(answer) | {"timings": {}}


def test_a_program_gets_the_same_answer_as_from_python(client, seeds_settings):
    answer = client.predict(WHERE, api_name="/ask")
    assert without_timings(answer) == without_timings(ask(WHERE, settings=seeds_settings).to_json())


def test_sentences_come_one_by_one_each_with_its_quotes(client):
    *parts, whole = map(json.loads, client.submit(WHERE, api_name="/ask"))
    assert [part["sentence"] for part in parts] == [sentence["text"] for sentence in whole["sentences"]]
    quote = parts[0]["citations"][0]
    assert open_document(quote["source"]).text[quote["start"] : quote["end"]] == quote["quote"]


def test_the_readmes_client_runs(address):
    block = re.search(r"^    from gradio_client.*?(?=\n\n)", README.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    code = textwrap.dedent(block[0]).replace("http://127.0.0.1:7860", address)
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert '"sentence": "Guzman' in shown and '"status": "answered"' in shown


def test_history_documents_and_a_budget_can_be_named(client):
    (first, second) = json.loads(client.predict(api_name="/list_documents"))["documents"]
    only = json.loads(client.predict(WHERE, [second["source"]], api_name="/ask"))
    assert {hit["chunk"]["source"] for hit in only["hits"]} == {second["source"]}
    assert json.loads(client.predict(WHERE, None, 0.001, api_name="/ask"))["status"] == "not_in_sources"
    then = json.loads(client.predict("When was he convicted?", None, None, [[WHERE, "Guzman is."]], api_name="/ask"))
    assert "Guzman" in then["standalone_question"]
    part = json.loads(client.predict(first["document_id"], 10, 30, api_name="/read_document"))
    assert part["text"] == open_document(first["source"]).text[10:30]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["  "], "blank"), ([WHERE, ["none.txt"]], "no document 'none.txt'"), ([WHERE, None, None, [["x"]]], "pairs")],
)
def test_what_is_wrong_is_said_to_the_program_in_a_sentence(client, arguments, said):
    with pytest.raises(AppError, match=said):
        client.predict(*arguments, api_name="/ask")


def test_what_the_page_does_by_itself_is_no_endpoint(client):
    assert set(client.view_api(return_format="dict")["named_endpoints"]) == {
        "/ask",
        "/list_documents",
        "/read_document",
    }


def by_an_agent(address, tool, arguments):
    """What a real MCP client is told."""

    async def call():
        place = f"{address}/gradio_api/mcp/"
        async with streamable_http_client(place) as (receive, send, _), ClientSession(receive, send) as session:
            await session.initialize()
            tools = {each.name: each for each in (await session.list_tools()).tools}
            return tools, await session.call_tool(tool, arguments)

    # In a thread of its own: the browser of other tests has an event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(call())).result()


def test_an_agent_asks_and_gets_citations_that_it_can_check(address):
    tools, result = by_an_agent(address, "ask", {"question": WHERE})
    assert set(tools) == {"ask", "list_documents", "read_document"}
    assert "Every sentence is a quote" in tools["ask"].description
    assert set(tools["ask"].inputSchema["properties"]) == {"question", "only", "max_error", "history"}
    answer = json.loads(result.content[0].text)
    quote = answer["citations"][0]
    place = {"document_id": quote["document_id"], "start": quote["start"], "end": quote["end"]}
    _, read = by_an_agent(address, "read_document", place)
    assert json.loads(read.content[0].text)["text"] == quote["quote"]


def test_an_agent_is_told_what_is_wrong(address):
    _, result = by_an_agent(address, "ask", {"question": " "})
    assert result.isError
    assert "blank" in result.content[0].text
