"""Tests look at the bureau's own data, so they sign in, as a clerk of the whole region."""

import sys

from flask.testing import FlaskClient

from components import door
from data.access import accounts, sessions

NAME = "tester"


class SignedIn(FlaskClient):
    """A client that has signed in wherever there are accounts."""

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        if accounts.known(NAME):
            self.set_cookie(door.COOKIE, sessions.start(NAME))


class Visitor:
    """A browser whose new pages have signed in wherever there are accounts."""

    def __init__(self, browser):
        self._browser = browser

    def __getattr__(self, name):
        return getattr(self._browser, name)

    def new_context(self, **more):
        context = self._browser.new_context(**more)
        if accounts.known(NAME):
            context.add_cookies([cookie()])
        return context

    def new_page(self, **more):
        page = self._browser.new_page(**more)
        if accounts.known(NAME):
            page.context.add_cookies([cookie()])
        return page


def up():
    """An account in the var/ that is current, and clients of the app that use it."""
    if not accounts.known(NAME):
        accounts.add(NAME, "clerk", "640000", None, "测试", ("tests", NAME))
    if "app" in sys.modules:
        sys.modules["app"].server.test_client_class = SignedIn


def cookie():
    """The cookie of a new session, for a browser on this machine."""
    return {"name": door.COOKIE, "value": sessions.start(NAME), "domain": "127.0.0.1", "path": "/"}
