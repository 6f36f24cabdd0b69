"""Tests look at the bureau's own data, so they sign in, as a clerk of the whole region."""

import sys

from flask.testing import FlaskClient

from components import door
from data.access import accounts, sessions

NAME = "tester"


class SignedIn(FlaskClient):
    """A client that has signed in wherever that is needed."""

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        if is_needed():
            self.set_cookie(door.COOKIE, sessions.start(NAME))


class Visitor:
    """A browser whose new pages have signed in wherever that is needed."""

    def __init__(self, browser):
        self._browser = browser

    def __getattr__(self, name):
        return getattr(self._browser, name)

    def stranger(self, **more):
        """A context that has not signed in."""
        return self._browser.new_context(**more)

    def new_context(self, **more):
        return entered(self._browser.new_context(**more))

    def new_page(self, **more):
        page = self._browser.new_page(**more)
        entered(page.context)
        return page


def is_needed():
    """Whether the current var/ has the bureau's own data; then there is an account for tests."""
    if accounts.known(NAME):
        return True
    if door.only_open_data():
        return False
    enrol()
    return True


def enrol():
    """An account for tests in the current var/."""
    accounts.add(NAME, "clerk", "640000", None, "测试", ("tests", NAME))


def entered(context):
    """The context of a browser on this machine, with a session's cookie."""
    if is_needed():
        value = sessions.start(NAME)
        context.add_cookies(
            [{"name": door.COOKIE, "value": value, "domain": "127.0.0.1", "path": "/"}]
        )
    return context


def use():
    """From here on the app's own test clients sign in."""
    if "app" in sys.modules:
        sys.modules["app"].server.test_client_class = SignedIn
