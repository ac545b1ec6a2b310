"""The pages in a real browser, Debian's Chromium, from making an account to a week that a check-in has changed."""

from __future__ import annotations

import shutil
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.coach_app.house import MONDAY, PASSWORD

pytest.importorskip("playwright", reason="no playwright: RUNSTRENGTH_WITH_APP=1 python3 run.py test tests/coach_app")
pytest.importorskip("uvicorn", reason="no uvicorn: RUNSTRENGTH_WITH_APP=1 python3 run.py test tests/coach_app")
if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
    pytest.skip("there is no Chromium on this machine", allow_module_level=True)

import uvicorn
from playwright.sync_api import expect, sync_playwright

from examples.coach_app.app import create_app

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from playwright.sync_api import Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def _served(database: Path) -> Generator[str]:
    """Serve the application on a free port of this machine; give its address."""
    app = create_app(f"sqlite:///{database}", lambda: MONDAY)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            thread.join(0.05)
            assert thread.is_alive()
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def page(tmp_path: Path) -> Generator[Page]:
    """Give a tab without scripts, which is not let out to any other place."""
    with _served(tmp_path / "house.db") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        context = browser.new_context(base_url=address, java_script_enabled=False)
        tab = context.new_page()
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        yield tab
        browser.close()
        assert not [url for url in asked if not url.startswith((address, "data:"))]


def _begin(page: Page) -> None:
    """Make an account, agree, and say what lasts."""
    page.goto("/")
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("A name to sign in with").fill("anna")
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page).to_have_url("/consent")
    page.get_by_label("I agree that").check()
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url("/profile")
    page.get_by_label("What do you mainly run?").select_option("Marathon")
    page.get_by_label("How long have you done strength training").select_option("Intermediate")
    page.get_by_label("Dumbbells").check()
    for day, run in (("Monday", "Easy run"), ("Tuesday", "Hard run"), ("Sunday", "Long run")):
        page.get_by_role("combobox", name=day).select_option(run)
    for day in ("Monday", "Wednesday", "Friday"):
        page.get_by_role("checkbox", name=day).check()
    page.get_by_label("How many minutes may a session take?").fill("40")
    page.get_by_role("button", name="Save and see the week").click()
    expect(page).to_have_url("/week")


def _check_in(page: Page) -> None:
    page.get_by_role("link", name="Check-in", exact=True).click()


def test_a_check_in_with_knee_pain_changes_the_week_and_says_why(page: Page) -> None:
    """A new athlete sees a week; a knee pain of 6 takes the squats out of it, and a rule's sentence says why."""
    _begin(page)
    expect(page.get_by_role("heading", name="Goblet squat")).to_be_visible()
    expect(page.get_by_role("heading", name="What changed, and why")).to_have_count(0)

    _check_in(page)
    page.get_by_label("Knee", exact=True).fill("6")
    page.get_by_role("button", name="Check in").click()

    expect(page).to_have_url("/week")
    expect(page.get_by_role("heading", name="Goblet squat")).to_have_count(0)
    changed = page.get_by_role("region", name="What changed, and why")
    expect(changed.get_by_role("listitem").filter(has_text="No longer: Goblet squat")).to_contain_text(
        "Bending the knee under load is what a very sore knee tolerates worst."
    )
    bridge = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Glute bridge", exact=True)).first
    bridge.get_by_text("Why").click()
    expect(bridge).to_contain_text("The muscles around a knee can take load off it")
    expect(bridge).to_contain_text("You said: knee pain: 6 of 10.")

    page.get_by_role("link", name="History").click()
    page.get_by_role("main").get_by_role("link").first.click()
    expect(page.get_by_text("Asked again today, it comes out the same, to the byte.")).to_be_visible()


def test_an_emergency_sign_stops_loading_and_shows_the_referral_first(page: Page) -> None:
    """With chest pain the page begins with where to go, and holds no exercise any more."""
    _begin(page)
    _check_in(page)
    page.get_by_label("Chest pain").check()
    page.get_by_role("button", name="Check in").click()

    first = page.get_by_role("main").get_by_role("heading").first
    expect(first).to_have_text("Get medical help now")
    expect(page.get_by_role("region", name="Get medical help now")).to_contain_text("call your local emergency number")
    expect(page.get_by_role("region", name="Get medical help now")).to_contain_text(
        "no training before that is ruled out"
    )
    expect(page.get_by_text("There is no strength session this week.")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("heading", level=3)).to_have_count(0)


def test_what_is_wrong_in_a_form_is_said_and_kept_to_be_mended(page: Page) -> None:
    """Each problem of a form is named on its page, with what was typed still there."""
    _begin(page)
    _check_in(page)
    page.get_by_label("Knee", exact=True).fill("60")
    page.get_by_label("How sore are your leg muscles").fill("-1")
    page.get_by_role("button", name="Check in").click()
    alarm = page.get_by_role("alert")
    expect(alarm.get_by_role("listitem")).to_have_count(2)
    expect(alarm).to_contain_text("a whole number from 0 to 10")
    expect(page.get_by_label("Knee", exact=True)).to_have_value("60")


def test_consent_is_taken_back_on_a_page(page: Page) -> None:
    """After taking the consent back, the pages ask for it again and show nothing."""
    _begin(page)
    page.get_by_role("link", name="Your data").click()
    page.get_by_role("link", name="Read it again, or take it back").click()
    page.get_by_role("button", name="Take it back and delete my health data").click()
    expect(page.get_by_text("You have not agreed that health data are kept, and none are.")).to_be_visible()
    page.get_by_role("link", name="Week", exact=True).click()
    expect(page).to_have_url("/consent")
