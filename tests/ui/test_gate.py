import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.gate import MOST_BYTES, Gate, is_known

PAGE = '<meta property="og:image" content="https://example.org/a.png" />\n<title>Quoted</title>'


def let_through(**options):
    """What asks a server behind the gate."""

    async def answer(request: Request):
        await request.body()
        return PlainTextResponse(PAGE)

    routes = [Route("/{path:path}", answer, methods=["GET", "POST"])]
    app = Starlette(routes=routes, middleware=[Middleware(Gate, most_uploaded=2 * MOST_BYTES, **options)])
    return TestClient(app, base_url="http://127.0.0.1:7860")


@pytest.fixture
def client():
    return let_through(host="127.0.0.1")


def test_the_page_loads_nothing_from_elsewhere_and_runs_no_inline_handlers(client):
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src-attr 'none'" in policy
    assert "http" not in policy


def test_the_page_names_no_pictures_on_other_machines(client):
    assert client.get("/").text == "<title>Quoted</title>"


@pytest.mark.parametrize(
    "path",
    ["/gradio_api/file=/etc/passwd", "/gradio_api/proxy=x", "/gradio_api/upload_other", "/monitoring", "/filesystem"],
)
def test_routes_that_the_page_does_not_need_are_not_there(client, path):
    assert client.post(path).status_code == 404
    assert not is_known(path)


def test_other_host_names_are_refused_where_only_this_machine_is_served(client):
    assert client.get("/", headers={"host": "rebound.example:7860"}).status_code == 421
    assert client.get("/", headers={"host": "localhost:7860"}).status_code == 200


def test_what_is_too_large_is_not_read(client):
    headers = {"content-length": str(MOST_BYTES + 1)}
    assert client.post("/gradio_api/queue/join", headers=headers).status_code == 413


def test_what_does_not_say_how_large_it_is_is_cut_off_all_the_same(client):
    pieces = iter([b"x" * 2**20] * (MOST_BYTES // 2**20 + 1))
    response = client.post("/gradio_api/queue/join", content=pieces)
    assert "content-length" not in response.request.headers
    assert response.status_code == 413
    assert client.post("/gradio_api/queue/join", content=iter([b"x" * MOST_BYTES])).status_code == 200


def test_an_upload_may_be_larger(client):
    content = iter([b"x" * 2**20] * (MOST_BYTES // 2**20 + 1))
    assert client.post("/gradio_api/upload", content=content).status_code == 200


def test_agents_are_let_in_only_where_that_is_asked_for(client):
    assert client.post("/gradio_api/mcp/").status_code == 404
    assert let_through(host="127.0.0.1", mcp=True).post("/gradio_api/mcp/").status_code == 200


@pytest.mark.parametrize("origin", ["https://example.org", "null", "http://127.0.0.1.example.org"])
def test_another_site_cannot_act_in_a_readers_name(client, origin):
    assert client.post("/gradio_api/component_server", headers={"origin": origin}).status_code == 403
    assert client.post("/gradio_api/component_server", headers={"origin": "http://127.0.0.1:7860"}).status_code == 200


def test_behind_a_proxy_the_page_answers_to_its_public_name(client):
    public = let_through(host="127.0.0.1", public_name="quoted.example.org")
    headers = {"host": "quoted.example.org", "origin": "https://quoted.example.org"}
    assert public.get("/", headers=headers).status_code == 200
    assert client.get("/", headers=headers).status_code == 421
