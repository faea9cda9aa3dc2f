// Putting a section right where there is JavaScript: its questions come and go with the answers, as on the check-in form.
// Without it every question shows, and what another answer makes needless is dropped.

import { askWhatIsNeeded } from "./conditions.js";

const FORM = document.querySelector("#given").closest("form");

FORM.addEventListener("input", () => askWhatIsNeeded(FORM));
askWhatIsNeeded(FORM);
