"""Who may sign in, and that what is one person's is no other's."""

import io
import json
import socket

import httpx
import pytest

from qa import Settings
from ui import accounts
from ui.__main__ import main
from ui.accounts import AccountError, Door
from ui.app import build_page
from ui.people import People
from ui.serve import serve

PUBLIC = "quoted.example.org"
ADA, BOB = "correct horse battery", "staple and other words"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    file = tmp_path_factory.mktemp("accounts") / "accounts.json"
    accounts.add(file, "ada", ADA)
    accounts.add(file, "bob", BOB)
    return file


def test_only_the_right_password_opens(file):
    door = Door(file)
    assert door.opens("ada", ADA) and door.opens("bob", BOB)
    assert not door.opens("ada", BOB)
    assert not door.opens("eve", ADA)
    assert not door.opens("", "")


def test_the_file_holds_hashes_and_is_its_owners_alone(file):
    text = file.read_text("utf-8")
    assert ADA not in text
    assert all(known.startswith("$argon2id$") for known in json.loads(text).values())
    assert file.stat().st_mode & 0o077 == 0


def test_after_some_wrong_passwords_a_name_is_closed_for_a_while(file, monkeypatch):
    door = Door(file)
    for _ in range(accounts.TRIES):
        assert not door.opens("ada", "wrong password")
    assert not door.opens("ada", ADA)
    assert door.opens("bob", BOB)
    monkeypatch.setattr(accounts, "TRIES_SECONDS", 0.0)
    assert door.opens("ada", ADA)


def test_a_removed_account_is_out_at_once(tmp_path):
    file = tmp_path / "accounts.json"
    accounts.add(file, "ada", ADA)
    accounts.add(file, "bob", BOB)
    door = Door(file)
    accounts.remove(file, "ada")
    assert not door.opens("ada", ADA)
    with pytest.raises(AccountError, match="no account 'ada'"):
        accounts.remove(file, "ada")


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [("../ada", ADA, "no name"), ("Ada", ADA, "no name"), ("", ADA, "no name"), ("ada", "short", "needs 10")],
)
def test_what_cannot_be_an_account_is_named(tmp_path, name, password, said):
    with pytest.raises(AccountError, match=said):
        accounts.add(tmp_path / "accounts.json", name, password)


def test_accounts_are_made_by_a_command(tmp_path, monkeypatch, capsys):
    file = str(tmp_path / "accounts.json")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{ADA}\n"))
    assert main(["accounts", "add", "ada", "--file", file]) == 0
    assert main(["accounts", "list", "--file", file]) == 0
    assert capsys.readouterr().out == "ada\n"
    assert Door(tmp_path / "accounts.json").opens("ada", ADA)
    assert main(["accounts", "remove", "eve", "--file", file]) == 2
    assert "no account" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--host", "::"], ["--public-name", "quoted.example.org"]])
def test_nobody_is_served_elsewhere_without_accounts(tmp_path, free_port, capsys, options):
    assert main([*options, "--port", str(free_port), "--data", str(tmp_path)]) == 2
    assert "python -m ui accounts add NAME" in capsys.readouterr().err


def test_a_damaged_file_lets_nobody_in(tmp_path):
    (tmp_path / "accounts.json").write_text("{", "utf-8")
    with pytest.raises(AccountError, match="cannot be read"):
        Door(tmp_path / "accounts.json")


@pytest.fixture(scope="module")
def address(file, tmp_path_factory):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    people = People(None, Settings(index_dir=tmp_path_factory.mktemp("i") / "index"), tmp_path_factory.mktemp("data"))
    page = build_page(people)
    yield serve(page, people, host="127.0.0.1", port=port, door=Door(file), public_name=PUBLIC) + "/"
    page.close(verbose=False)
    people.close()


@pytest.fixture
def signs_in(browser, address):
    """A person before the page, once signed in; nothing may be loaded from elsewhere."""
    contexts = []

    def sign_in(name, password):
        contexts.append(browser.new_context(viewport={"width": 1440, "height": 900}))
        page = contexts[-1].new_page()
        page.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith(local) else None)
        page.goto(address)
        page.fill("input[type=text], label:has-text('username') input", name)
        page.fill("input[type=password]", password)
        page.keyboard.press("Enter")
        return page

    elsewhere, local = [], (address, "data:", "blob:")
    yield sign_in
    for context in contexts:
        context.close()
    assert elsewhere == []


def test_each_person_has_their_own_files_and_conversations(signs_in, tmp_path, address):
    (tmp_path / "code.txt").write_text("The code of Ada is 4711.\n", "utf-8")
    ada = signs_in("ada", ADA)
    ada.click("#documents")
    ada.set_input_files("#uploads input[type=file]", tmp_path / "code.txt")
    ada.wait_for_selector(".rows .title")
    ada.fill("#question textarea", "What is the code of Ada?")
    ada.keyboard.press("Enter")
    ada.wait_for_selector("#turn-1.answered")
    conversation = ada.url.split("#")[1]
    evidence = ada.get_attribute("#turn-1 .foot a", "href")
    original = ada.get_attribute(".document a", "href")

    bob = signs_in("bob", BOB)
    bob.wait_for_selector(".welcome")
    bob.fill("#question textarea", "What is the code of Ada?")
    bob.keyboard.press("Enter")
    bob.wait_for_selector("#turn-1")
    assert "4711" not in bob.inner_text("#page, main, body")
    for path in (evidence, original):
        assert ada.request.get(address + path).status == 200
        assert bob.request.get(address + path).status == 404
    bob.goto(f"{address}#{conversation}")
    bob.reload()
    bob.wait_for_function("document.querySelector('#said')?.textContent.includes('deleted')")
    assert "4711" not in bob.inner_text("body")


def test_strangers_get_nothing(browser, address, signs_in):
    page = browser.new_page()
    for path in ("config", "files/00/x.txt", "exports/00/conversation.md", "gradio_api/queue/data?session_hash=x"):
        assert page.request.get(address + path).status == 401, path
    body = {"data": {"event": "state"}, "fn_name": "call", "component_id": 1, "session_hash": "x"}
    assert page.request.post(address + "gradio_api/component_server", data=body).status == 401
    assert page.request.post(address + "gradio_api/upload", multipart={"files": "x"}).status == 401
    page.close()


def test_who_signs_out_is_out(signs_in, address):
    ada = signs_in("ada", ADA)
    ada.click("#sign-out")
    ada.wait_for_selector("input[type=password]")
    assert ada.request.get(address + "config").status == 401


def test_behind_a_proxy_with_tls_the_page_names_its_public_address_alone(browser, address):
    """With the headers that Caddy's `reverse_proxy` sends by itself."""
    headers = {"host": PUBLIC, "x-forwarded-host": PUBLIC, "x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.1"}
    origin = {"origin": f"https://{PUBLIC}"}
    with httpx.Client(headers=headers) as client:
        assert f'"root":"https://{PUBLIC}"' in client.get(address).text
        form = {"username": "ada", "password": ADA}
        signed_in = client.post(f"{address}login", data=form, headers=origin)
        assert signed_in.status_code == 200
        secure = next(cookie for cookie in signed_in.headers.get_list("set-cookie") if "unsecure" not in cookie)
        assert "Secure" in secure and "HttpOnly" in secure
        token = secure.split(";")[0]
        config = client.get(f"{address}config", headers={"cookie": token})
        assert config.json()["root"] == f"https://{PUBLIC}"


def test_a_wrong_password_is_said_to_be_one(signs_in):
    page = signs_in("bob", "something else entirely")
    page.wait_for_selector("text=/ncorrect/")
