"""A server that shows the component gallery without a database, and a browser to look at it."""

import shutil
import threading
from collections.abc import Iterator

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import override_settings
from playwright.sync_api import Browser, Playwright

# The product's middleware asks the database who is here; the gallery needs nobody, only the header that browsers obey.
WITHOUT_DATABASE = {
    "ROOT_URLCONF": "tests.ui.urls",
    "MIDDLEWARE": [
        "csp.middleware.CSPMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    "MESSAGE_STORAGE": "django.contrib.messages.storage.cookie.CookieStorage",
}
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


class QuietHandler(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def gallery_address() -> Iterator[str]:
    """The address of the gallery, as long as the module's tests run."""
    with override_settings(**WITHOUT_DATABASE):
        server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
        server.set_app(StaticFilesHandler(WSGIHandler()))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/gallery/"
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def chromium(playwright_running: Playwright) -> Iterator[Browser]:
    """A Chromium that is installed, else the one that Playwright brought."""
    installed = next(filter(None, map(shutil.which, PROGRAMS)), None)
    browser = playwright_running.chromium.launch(executable_path=installed, args=ARGUMENTS)
    yield browser
    browser.close()
