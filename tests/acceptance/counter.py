"""How tests sit at a counter of the console: find somebody, fill in a form, check it, do it."""

import html
import re

import httpx

HTML = {"accept": "text/html"}
GROUND = {"purpose": "service_desk", "legal_basis": "consent", "reference": "3 号窗 A107"}
NUMBER = re.compile(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}")


def hidden(page: str, button: str = "") -> dict[str, str]:
    """The hidden fields of a page's forms, and the value of the button that is pressed."""
    found = dict(re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)"', page))
    return {name: html.unescape(value) for name, value in found.items()} | ({"step": button} if button else {})


def find(client: httpx.Client, number: str, **changes: str) -> httpx.Response:
    """Open the visit of a person."""
    asked = {"number": number, **GROUND, **changes}
    return send(client, "/console/find", asked)


def send(client: httpx.Client, path: str, form: dict[str, str]) -> httpx.Response:
    """Send a form and see the page that follows."""
    return client.post(path, data=form, headers=HTML, follow_redirects=True)


def do(client: httpx.Client, visit: httpx.Response, operation: str, **answers: str) -> httpx.Response:
    """Form, check, done: the receipt, or the page that says what is wrong."""
    checked = client.post(f"{visit.url}/{operation}", data=answers, headers=HTML)
    if 'name="once"' not in checked.text:
        return checked
    sent = hidden(checked.text, "do")
    return client.post(f"{visit.url}/{operation}", data=sent, headers=HTML, follow_redirects=True)
