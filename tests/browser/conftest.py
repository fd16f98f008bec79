"""Chromium for the browser tests: Debian's own, without a sandbox (tests often run as root), not calling home."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.demonstrated import demonstrated, guarded

__all__ = ["demonstrated", "guarded"]  # fixtures for every file here

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# Everything WCAG 2.2 AA asks that a machine can see, and axe's own good practice.
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run; each test has contexts of its own."""
    # Playwright runs an event loop in this thread; Django would refuse its database here otherwise.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """``new_page(width=1280, **context)``: a page of that width, closed after the test.

    At the end the test fails if any page wrote an error on its console: a broken script, or what the policy refused.
    """
    contexts: list[BrowserContext] = []
    heard: list[str] = []

    def make(width: int = 1280, *, height: int = 900, **options: object) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="en-GB", **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: heard.append(message.text) if _is_ours(message.type, message.text) else None)
        page.on("pageerror", lambda error: heard.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert heard == [], f"the browser complained: {heard}"


def _is_ours(kind: str, text: str) -> bool:
    """Broken scripts and what the content security policy refused; not the plain note that a page answered 4xx."""
    return kind in {"error", "warning", "log"} and not text.startswith("Failed to load resource")


@pytest.fixture
def axe_clean() -> Callable[[Page], None]:
    """``axe_clean(page)`` fails with every accessibility violation on the page as it now stands."""

    def check(page: Page) -> None:
        if not page.evaluate("'axe' in window"):  # it can look again, and again is quicker
            page.evaluate(AXE_SCRIPT)
        violations = page.evaluate(f"axe.run({json.dumps(RULES)}).then((results) => results.violations)")
        found = [
            f"{violation['id']}: {violation['help']}\n    "
            + "\n    ".join(node["html"][:200] for node in violation["nodes"][:3])
            for violation in violations
        ]
        assert not found, f"{page.url}\n" + "\n".join(found)

    return check


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """``fits(page)`` fails if the page scrolls sideways: WCAG 1.4.10, reflow."""

    def check(page: Page) -> None:
        wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide[0] <= wide[1], f"{page.url} is {wide[0]} px wide in {wide[1]} px"

    return check
