"""A care coordinator who rings home after home and tries again whenever the product does not answer."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

import requests

from tests.stack import Stack

PATIENCE = 120.0


@dataclass
class Coordinator:
    """Speaks HTTP as a browser does. What the product acknowledged is remembered in `saved` and `completed`."""

    stack: Stack
    email: str = "priya.fennel@homeround.example"
    opened_for: str = ""  # what every form of a page carries
    session: requests.Session = field(default_factory=requests.Session)
    saved: dict[int, str] = field(default_factory=dict)
    completed: dict[int, str] = field(default_factory=dict)

    def sign_in(self) -> "Coordinator":
        self.ask("GET", "/personas/")
        first_page = self.ask("POST", "/personas/", {"email": self.email})
        self.opened_for = first_page.text.partition('name="opened_for" value="')[2].partition('"')[0]
        return self

    def ask(
        self, method: str, path: str, data: dict[str, str] | list[tuple[str, str]] | None = None
    ) -> requests.Response:
        """One request, sent again until somebody answers: a person presses the button again."""
        if method == "POST" and self.opened_for:
            pairs = list(data.items()) if isinstance(data, dict) else list(data or [])
            data = [*pairs, ("opened_for", self.opened_for)]
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                answer = self.session.request(
                    method, self.stack.url + path, data=data, headers=self._token(), timeout=10
                )
            except requests.RequestException:
                time.sleep(0.2)
                continue
            if answer.status_code < 500:
                return answer
            time.sleep(0.2)
        raise AssertionError(f"{method} {path} was not answered within {PATIENCE} s")

    def _token(self) -> dict[str, str]:
        return {"X-CSRFToken": self.session.cookies.get("csrftoken", "")}

    def ring(
        self, home: int, check_in: int, resident: int, sections: list[str], still_typing: Callable[[], bool]
    ) -> None:
        """A whole check-in with one same-day nomination: start, save as long as there is typing, complete, confirm."""
        words, key = f"Breathless, call {check_in}", str(uuid.uuid4())
        self.ask("POST", f"/homes/{home}/check-in/")
        typed = self.typed(sections, resident, words, key)
        touched = [("touched", name) for name, _ in typed]
        save = f"/check-ins/{check_in}/draft/"
        answer = self.ask("POST", save, [*typed, *touched, ("seen", "0")])
        while still_typing():
            answer = self.ask("POST", save, [*typed, *touched, ("seen", str(answer.json()["revision"]))])
        if answer.status_code == 200 and "revision" in answer.json():
            self.saved[check_in] = words
        self.ask(
            "POST", f"/check-ins/{check_in}/", [*typed, ("seen", str(answer.json()["revision"])), ("do", "complete")]
        )
        self.confirm(check_in, words)

    def typed(self, sections: list[str], resident: int, words: str, key: str) -> list[tuple[str, str]]:
        first, *rest = sections
        answers = [(f"section-{first}", "something"), (f"text-{first}", words)]
        answers += [(f"section-{section}", "nothing") for section in rest]
        nomination = {
            f"place-{key}": f"{int(time.time() * 1000)} {sections[0]}",
            f"resident-{key}": str(resident),
            f"reasons-{key}": "change_in_condition",
            f"urgency-{key}": "same_day",
            f"sentence-{key}": words,
            f"added-{key}": "1",
        }
        return [
            ("spoke_to", "other"),
            ("spoke_to_name", "Moira Sorrel"),
            ("mode", "phone"),
            *answers,
            *nomination.items(),
        ]

    def confirm(self, check_in: int, words: str) -> None:
        revision = self.stack_revision(check_in)
        answer = self.ask("POST", f"/check-ins/{check_in}/confirm/", {"revision": revision})
        assert answer.status_code == 200, answer.url
        self.completed[check_in] = words

    def stack_revision(self, check_in: int) -> str:
        page = self.ask("GET", f"/check-ins/{check_in}/confirm/")
        marker = 'name="revision" value="'
        return page.text.partition(marker)[2].partition('"')[0] or "-1"
