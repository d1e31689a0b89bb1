"""The page of proofs in a real browser without a window: Debian's chromium and chromium-driver, by selenium.

Where one of them is missing the tests are skipped and say which: ``pytest tests/page -rs``.
"""

import json
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from page.build import page

ROOT = Path(__file__).resolve().parents[2]
LEMMA = ROOT / "certificates" / "lemma" / "sparse-10000-123.json"
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
#: Seconds within which whatever is waited for happens.
PATIENCE = 60

MISSING = [
    name
    for name, there in (("chromium", CHROMIUM), ("chromedriver", DRIVER), ("selenium", find_spec("selenium")))
    if not there
]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"the page is not tried in a browser: no {', '.join(MISSING)}")

DROP = """
const [text, name] = arguments;
const data = new DataTransfer();
data.items.add(new File([text], name));
document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
"""


class Browser:
    """A browser that shows the page."""

    def __init__(self, driver: Any, file: Path) -> None:
        self.driver = driver
        driver.get(file.as_uri())
        self.wait_for("return document.documentElement.dataset.ready === 'true'")

    def run(self, script: str, *arguments: object) -> Any:
        return self.driver.execute_script(script, *arguments)

    def wait_for(self, script: str) -> None:
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.driver, PATIENCE, 0.05).until(lambda driver: driver.execute_script(script))

    def text(self, name: str) -> str:
        found: str = self.run("return document.getElementById(arguments[0]).innerText", name)
        return found

    def choose(self, *files: Path) -> str:
        """The status once these files are checked."""
        self.run("document.getElementById('files').value = ''; document.getElementById('status').textContent = ''")
        self.driver.find_element("id", "files").send_keys("\n".join(map(str, files)))
        return self.checked()

    def checked(self) -> str:
        self.wait_for("return / accepted/.test(document.getElementById('status').textContent)")
        return self.text("status")

    def focused(self) -> str:
        found: str = self.run("return document.activeElement.id")
        return found


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for switch in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(DRIVER)))
    yield started
    started.quit()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "proof.html"
    path.write_text(page(), "utf-8")
    return path


@pytest.fixture
def browser(driver: Any, file: Path) -> Iterator[Browser]:
    """The page, opened as a file and without a network; nothing may be complained of."""
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd(
        "Network.emulateNetworkConditions",
        {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0},
    )
    yield Browser(driver, file)
    assert driver.get_log("browser") == []


def test_a_good_file(browser: Browser) -> None:
    assert browser.choose(LEMMA) == "1 of 1 accepted."
    assert browser.text("verdict") == "accepted"
    assert browser.text("rules").count("holds") == 5
    assert "Every rule of this kind holds" in browser.text("rules-note")
    shown = browser.run(
        "return [...document.querySelectorAll('#picture .grid td')].filter((cell) => cell.textContent).length"
    )
    assert shown == len(json.loads(LEMMA.read_text())["witness"]["dual"]) == 96


def test_a_tampered_file(browser: Browser, tmp_path: Path) -> None:
    """The rule that fails is named with its sentence and its place, and no other is said to hold."""
    tampered = tmp_path / "tampered.json"
    tampered.write_bytes(LEMMA.read_bytes().replace(b'"-3/4"', b'"-1/4"', 1))
    assert browser.choose(tampered, LEMMA) == "1 of 2 accepted."
    browser.run("document.querySelector('#results button').click()")
    assert browser.text("details-title") == "tampered.json"
    assert browser.text("verdict") == "rejected: [R3.32] D does not act as the claim"
    failing = browser.run("return [...document.querySelectorAll('#rules .rejected')].map((li) => li.innerText)")
    assert len(failing) == 1
    assert failing[0].startswith("[R3.32] D ~ value * 1")
    assert "holds" not in browser.text("rules").replace("does not hold", "")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "unreadable: [R6.1]"),
        (b'{"format": "freebit-certificate", "format": 1}', "unreadable: [R6.4]"),
        (b"<script>alert(1)</script>", "unreadable: [R6.1]"),
    ],
)
def test_a_file_that_is_no_certificate(browser: Browser, tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "<b>name.json"
    path.write_bytes(content)
    assert browser.choose(path) == "0 of 1 accepted."
    assert browser.text("verdict").startswith(said)
    assert browser.text("details-title") == "<b>name.json"


def test_a_huge_file(browser: Browser, tmp_path: Path) -> None:
    """It is refused by R6.2, and the page answers meanwhile."""
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(1 << 30)
    assert browser.choose(huge) == "0 of 1 accepted."
    assert browser.text("verdict").startswith("unreadable: [R6.2]")


def test_a_file_that_is_dropped(browser: Browser) -> None:
    browser.run(DROP, LEMMA.read_text(), "dropped.json")
    assert browser.checked() == "1 of 1 accepted."
    assert browser.text("details-title") == "dropped.json"


def test_all_committed_certificates(browser: Browser) -> None:
    browser.run("document.getElementById('all').click()")
    count = len(list((ROOT / "certificates").rglob("*.json"))) - 1
    assert browser.checked() == f"{count} of {count} accepted."
    for kind in ("family", "attainment", "code", "tested-limit", "predictability-table", "magic-square"):
        browser.run(
            "[...document.querySelectorAll('#results tr')].find((tr) => tr.cells[1].textContent === arguments[0])"
            ".querySelector('button').click()",
            kind,
        )
        assert browser.text("rules").count("holds") >= 2
        assert browser.text("picture")


def test_by_the_keyboard_alone(browser: Browser) -> None:
    """Tab and Enter reach a verdict; the focus goes to what it is about, and each stop can be seen."""
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    stops = []
    for _ in range(5):
        ActionChains(browser.driver).send_keys(Keys.TAB).perform()
        stops.append(browser.focused() or browser.run("return document.activeElement.className"))
        assert browser.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert stops == ["skip", "files", "all", "one", "chosen"]
    ActionChains(browser.driver).send_keys(Keys.ENTER).perform()
    assert browser.checked() == "1 of 1 accepted."
    assert browser.focused() == "details-title"
    assert browser.run("return document.getElementById('status').getAttribute('aria-live')") == "polite"
    browser.run("document.getElementById('epsilon').focus()")
    before = browser.text("epsilon-value")
    ActionChains(browser.driver).send_keys(Keys.ARROW_LEFT).perform()
    assert (before, browser.text("epsilon-value")) == ("9/20", "11/25")


def test_everything_that_is_asked_for_has_a_name(browser: Browser) -> None:
    nameless = browser.run(
        "return [...document.querySelectorAll('input, select, progress')]"
        ".filter((each) => !each.labels.length && !each.ariaLabel).map((each) => each.id)"
    )
    assert nameless == []


def test_a_narrow_screen(browser: Browser) -> None:
    """320 pixels: the page is no wider; what is wide has a part of its own that scrolls."""
    size = {"width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": True}
    browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        browser.choose(LEMMA)
        assert browser.run("return document.documentElement.scrollWidth") <= 320
        assert browser.run("const w = document.querySelector('#picture .wide'); return w.scrollWidth > w.clientWidth")
    finally:
        browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_the_orbits(browser: Browser) -> None:
    """96 numbers are 12 orbits under 24 symmetries, each of one number."""
    browser.choose(LEMMA)
    browser.run("[...document.querySelectorAll('#picture button')].at(-1).click()")
    browser.wait_for("return document.querySelector('[aria-label=orbits]')")
    assert "24 symmetries of the game keep the vector and 10000; its numbers are 12 orbits." in browser.text("picture")
    rows = "[...document.querySelectorAll('[aria-label=orbits] tbody tr')]"
    counts = browser.run(f"return {rows}.map((row) => Number(row.cells[1].textContent))")
    assert (len(counts), sum(counts)) == (12, 96)


def test_the_planner(browser: Browser) -> None:
    """What it shows for an epsilon is the row of the table."""
    table = json.loads((ROOT / "page" / "sizes.json").read_text())
    browser.run(
        "const slider = document.getElementById('epsilon'); slider.value = 0;"
        " slider.dispatchEvent(new Event('input', { bubbles: true }))"
    )
    sizes = "[...document.querySelectorAll('#sizes tr')]"
    rows = browser.run(f"return {sizes}.map((row) => [row.cells[0].innerText, row.cells[1].innerText])")
    assert browser.text("epsilon-value") == "1/100"
    assert dict(rows) == table["rows"][0]["sizes"]
