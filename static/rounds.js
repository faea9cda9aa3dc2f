// The open card of a round where there is JavaScript: saved as one types. Without it the card has a button that saves.

import { autosave } from "./autosave.js";

const CARD = document.getElementById("card");

if (CARD) {
  autosave(CARD, {
    notTyped: ["form_page"],
    elsewhere: "A colleague wrote an action into this card. See it: what you typed is saved",
  });
}
