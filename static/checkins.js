// The check-in form where there is JavaScript: saved as one types, answered with one key, residents found by typing.
// Without it the form has a Save button and a page for each step; nothing here is needed to complete a check-in.

import { autosave, carried, say } from "./autosave.js";
import { askWhatIsNeeded } from "./conditions.js";

const FORM = document.getElementById("check-in");
const NO_KEYS = "homeround.check-in.no-keys";

/** The sections that are asked, given the answers. */
const askedSections = () => [...FORM.querySelectorAll("[data-hr-section]:not([hidden])")];

/** Its key, as names of boxes carry it. */
const keyOf = (section) => section.id.replace("section-", "");

/** What another answer makes needless goes at once. A section in which a resident is named stays. */
function heed() {
  askWhatIsNeeded(FORM, (each) => each.matches("[data-hr-section]") && each.querySelector(".hr-adding"));
  tellPutBy();
}

/** Lists what was typed where nothing is asked any more. */
function tellPutBy() {
  const place = document.getElementById("put-by");
  const lines = [...FORM.querySelectorAll("[data-hr-skip][hidden]")].map(putBy).filter(Boolean);
  const list = place.querySelector("ul");
  if ([...list.children].map((each) => each.textContent).join("\n") !== lines.join("\n")) {
    list.replaceChildren(...lines.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
  }
  place.hidden = !lines.length;
}

/** One line for a hidden section or question: what it is called, and what was typed there. */
function putBy(hidden) {
  const boxes = [...hidden.querySelectorAll("textarea, input:not([type=radio]), input[type=radio]:checked")];
  const typed = boxes.filter((box) => !box.name.startsWith("section-") && box.value.trim());
  const words = typed.map((box) => (box.type === "radio" ? box.labels[0].textContent : box.value).trim());
  const label = hidden.querySelector(".hr-ask__name > b") ?? hidden.querySelector("legend, label").firstChild;
  return words.length ? `${label.textContent.trim()}: ${words.join(", ")}` : "";
}

/** How many sections are asked, in words, as a bar, and on the button for the rest. */
function count() {
  heed();
  const sections = askedSections();
  sections.forEach(askWhom);
  const asked = sections.filter((section) => section.querySelector("input[name^='section-']:checked")).length;
  document.getElementById("asked").textContent = `${asked} of ${sections.length} asked`;
  FORM.querySelector(".hr-meter__done")?.setAttribute("width", (120 * asked) / sections.length);
  const rest = document.getElementById("nothing-left");
  const words = `Asked: nothing in the ${sections.length - asked} left`;
  // Only when it changes: a press on the button ends somebody's typing, and new text below the mouse would swallow the click.
  if (rest.textContent !== words) rest.textContent = words;
  rest.parentElement.classList.toggle("hr-reveal--hidden", asked === sections.length);
}

function choose(section, answer) {
  const box = section.querySelector(`input[name^="section-"][value="${answer}"]`);
  box.checked = true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

function nothingLeft() {
  askedSections().forEach((section) => {
    const left = !section.querySelector("input[name^='section-']:checked");
    if (left && section.dataset.hrTold !== "something") choose(section, "nothing"); // what the home reported is asked about
  });
}

/** The button goes with the last question. By keyboard one goes on after it; a finger would only call up its keys. */
function nothingIsLeft(event) {
  nothingLeft();
  if (event.detail === 0 && event.target.closest(".hr-reveal--hidden")) afterAll().focus();
}

/** What a resident is named with comes as soon as something is reported: most calls name nobody, and the page is lighter without. */
const NAMING = FORM?.dataset.hrNaming;
let coming = null; // on its way
let adding = false; // somebody waits for it to name a resident

async function bring() {
  const answer = await fetch(NAMING, { headers: { "X-Requested-With": "fetch" }, redirect: "manual" });
  if (!answer.ok) throw new Error(answer.status);
  FORM.insertAdjacentHTML("afterend", await answer.text());
  nameResidents();
}

/** Whether it is here now. Without a connection it is not; whoever asks next tries again. */
async function brought() {
  if (document.getElementById("nomination")) return true;
  try {
    await (coming ??= bring());
    return true;
  } catch {
    return false;
  } finally {
    coming = null;
  }
}

/** A fresh block for a resident, in the section where they were named. What is typed meanwhile answers nothing. */
async function addResident(section) {
  if (!NAMING || adding) return null;
  adding = true;
  const here = await brought();
  adding = false;
  if (here) return drawResident(section);
  say("No connection: nobody can be added now. Try again", true);
  return null;
}

function drawResident(section) {
  const template = document.getElementById("nomination");
  const key = crypto.randomUUID();
  const holder = document.createElement("div");
  holder.innerHTML = template.innerHTML.replaceAll("KEY", key);
  const block = holder.firstElementChild;
  block.querySelector(`[name="place-${key}"]`).value = `${Date.now()} ${keyOf(section)}`;
  section.querySelector("[value^='new:']").before(block);
  choose(section, "something");
  block.querySelectorAll("[data-hr-find]").forEach(find);
  block.querySelector("input[list], select").focus();
  return block;
}

/** A block that is given up goes with its button: one goes on where the next would be added. */
function takeBack(block) {
  const add = block.parentElement.querySelector("[value^='new:']") ?? afterAll();
  block.remove();
  add.focus();
}

/** Somebody who is new: named where the form asks about arrivals, with the boxes for who they are open. */
async function addNewcomer() {
  const section = document.getElementById("section-new_residents") ?? FORM.querySelector("[data-hr-section]");
  const block = await addResident(section);
  if (!block) return;
  block.querySelector("[value='new_admission']").checked = true;
  const boxes = block.querySelector("details");
  boxes.open = true;
  boxes.querySelector("input").focus();
}

/** A list of residents becomes a box in which one types; the list itself stays, hidden, and is what is sent. */
function find(list) {
  const box = document.createElement("input");
  const names = document.createElement("datalist");
  names.id = `${list.id}-names`;
  const people = [...list.options].filter((each) => each.value && !("hrSought" in each.dataset));
  names.append(...people.map((each) => new Option(each.text, each.text)));
  Object.assign(box, { type: "text", className: list.className.replaceAll("select", "input"), autocomplete: "off" });
  box.setAttribute("list", names.id);
  box.value = list.value ? list.selectedOptions[0].text : "";
  const label = FORM.querySelector(`label[for="${CSS.escape(list.id)}"]`);
  box.id = list.id;
  list.id = `${list.id}-list`;
  label.htmlFor = box.id;
  list.hidden = true;
  list.classList.add("nhsuk-u-visually-hidden");
  list.tabIndex = -1;
  box.addEventListener("input", () => pick(list, box));
  box.addEventListener("change", () => pick(list, box));
  list.before(box, names);
}

/** The resident whose name was typed: as in the list, or the only one that begins like it. Else what was typed is kept. */
function pick(list, box) {
  const words = box.value.trim().toLowerCase();
  const people = [...list.options].filter((each) => each.value && !("hrSought" in each.dataset));
  const starts = people.filter((each) => words && each.text.toLowerCase().startsWith(words));
  const chosen = people.find((each) => each.text.toLowerCase() === words) ?? (starts.length === 1 ? starts[0] : null);
  list.querySelector("[data-hr-sought]")?.remove();
  list.value = chosen ? chosen.value : "";
  if (words && !chosen) {
    const sought = new Option(box.value.trim(), box.value.trim(), true, true);
    sought.dataset.hrSought = "";
    list.append(sought); // sent as it is: the server says that it knows nobody of that name, and gives it back
  }
}

/** Who may be chosen from now on: in every list of residents, and in what the browser copies for the next ones. */
function mayBeChosen(id, label) {
  const lists = [...document.querySelectorAll("select[data-hr-find]")];
  lists.push(...(document.getElementById("nomination")?.content.querySelectorAll("select") ?? []));
  lists.filter((list) => !list.querySelector(`[value="${id}"]`)).forEach((list) => list.append(new Option(label, id)));
  for (const names of document.querySelectorAll("datalist")) {
    if (![...names.options].some((each) => each.value === label)) names.append(new Option(label, label));
  }
}

/** The resident of a block, as if their name had been typed. */
function nameIn(block, id, label) {
  const list = block.querySelector("select[data-hr-find]");
  list.querySelector("[data-hr-sought]")?.remove();
  list.value = id;
  block.querySelector("input[list]").value = label;
}

/** Somebody new is added without leaving the page: the boxes for who they are go and come back, and all else stays as it is typed. */
async function admit(button, { settle, learn }) {
  const block = button.closest(".hr-adding");
  const boxes = button.closest("details");
  boxes.inert = true;
  if (!(await settle())) {
    boxes.inert = false;
    return;
  }
  const sent = carried(FORM);
  sent.append("do", button.value);
  try {
    const options = { method: "POST", body: sent, headers: { "X-Requested-With": "fetch" }, redirect: "manual" };
    const answer = await fetch(FORM.dataset.hrNewcomer, options);
    if (!answer.ok) throw new Error(answer.status);
    took(block, boxes, await answer.json(), learn);
  } catch {
    FORM.requestSubmit(button); // as without JavaScript: the server says what is the matter, on a page of its own
  }
}

function took(block, boxes, answer, learn) {
  const holder = document.createElement("div");
  holder.innerHTML = answer.newcomer;
  const fresh = holder.querySelector("details");
  const names = [...boxes.querySelectorAll("input")].map((box) => box.name);
  boxes.replaceWith(fresh);
  if (answer.chosen) {
    mayBeChosen(...answer.chosen);
    nameIn(block, ...answer.chosen);
    names.push(block.querySelector("select[data-hr-find]").name);
  }
  learn(names, answer);
  if (answer.words) tell(fresh, answer.words);
  const next = answer.chosen ? block.querySelector("[name^='reasons-']") : fresh.querySelector(".hc-alike, .nhsuk-input--error");
  (next ?? fresh).focus();
}

/** Says in the place where it happened what has happened. */
function tell(place, words) {
  const line = Object.assign(document.createElement("p"), { className: "hr-small", textContent: words });
  line.setAttribute("role", "status");
  place.before(line);
}

/** What follows the last section: the note, or where there is none the button that ends the page. */
const afterAll = () => document.getElementById("note") ?? FORM.querySelector("#end button");

const ON_KEY = {
  n: (section) => {
    choose(section, "nothing");
    const rest = askedSections();
    const next = rest[rest.indexOf(section) + 1];
    (next?.querySelector("input[name^='section-']") ?? afterAll()).focus();
  },
  s: (section) => {
    choose(section, "something");
    section.querySelector("textarea").focus();
  },
  a: () => {
    nothingLeft();
    afterAll().focus();
  },
  r: addResident,
  c: () => document.querySelector("#asks [value='confirm_home']")?.click(),
};

/** One key answers the question that has the focus. Only there, never while text is typed, and it can be switched off. */
function keys() {
  const line = document.createElement("p");
  line.className = "hr-keys hr-small hr-quiet";
  const words = { N: "nothing", S: "something", A: "nothing in all that is left", R: "add a resident" };
  if (!NAMING) delete words.R;
  if (document.querySelector("#asks [value='confirm_home']")) words.C = "confirm what the home filled in";
  line.append(...Object.entries(words).map(([key, does]) => keyWords(key, does)));
  const button = Object.assign(document.createElement("button"), { type: "button", className: "hr-linklike" });
  const off = () => localStorage.getItem(NO_KEYS) === "yes";
  const show = () => (button.textContent = off() ? "Switch keys on" : "Switch keys off");
  button.addEventListener("click", () => {
    localStorage.setItem(NO_KEYS, off() ? "no" : "yes");
    show();
  });
  show();
  line.append(button);
  document.querySelector("#asks .hr-panel__head").append(line);
  document.getElementById("asks").addEventListener("keydown", (event) => off() || press(event));
}

function keyWords(key, does) {
  const part = document.createElement("span");
  part.append(Object.assign(document.createElement("kbd"), { textContent: key }), ` ${does}`);
  return part;
}

function press(event) {
  const section = event.target.closest("[data-hr-section]");
  const act = ON_KEY[event.key.toLowerCase()];
  const typing = event.target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
  if (!act || !section || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (!adding) act(section);
}

/** A section that is opened here gets the box for the resident of whom it speaks. */
function askWhom(section) {
  const key = keyOf(section);
  const open = section.querySelector("[value='something']:checked");
  if (!open || document.getElementById(`about-${key}`)) return;
  const template = document.getElementById("about");
  if (!template) {
    if (NAMING) brought().then(() => document.getElementById("about") && askWhom(section));
    return;
  }
  const holder = document.createElement("div");
  holder.innerHTML = template.innerHTML.replaceAll("KEY", key);
  document.getElementById(`text-${key}`).closest("label").after(holder.firstElementChild);
}

/** The server has seen whom the words name: offered, never decided. */
function suggest(key, found) {
  const box = document.getElementById(`about-${key}`);
  const button = box?.parentElement.querySelector("[data-hr-about]") ?? (box && found && suggestion(box));
  if (!button) return;
  button.hidden = !found || box.value.trim() !== "";
  if (!found) return;
  [, button.dataset.hrAbout] = found;
  button.value = `about:${key}:${found[0]}`;
  button.textContent = `Is it ${found[1]}?`;
}

/** The button that offers it, after the box. */
function suggestion(box) {
  const button = Object.assign(document.createElement("button"), { className: "hr-linklike", name: "do" });
  button.dataset.hrAbout = "";
  box.after(" ", button);
  return button;
}

function takeSuggestion(button) {
  const box = button.parentElement.querySelector("input");
  box.value = button.dataset.hrAbout;
  button.hidden = true;
  box.focus();
}

/** The names for questions that ask for residents, where the server has left them out. */
function nameResidents() {
  const list = document.getElementById("nomination")?.content.querySelector("select");
  if (!list || document.getElementById("people-names")) return;
  const names = Object.assign(document.createElement("datalist"), { id: "people-names" });
  names.append(...[...list.options].filter((each) => each.value).map((each) => new Option(each.text, each.text)));
  FORM.append(names);
}

/** The call begins with the first question, where nothing has been said yet: whoever rings has their hands on the keyboard. */
function begin() {
  const first = FORM.elements.spoke_to;
  const fresh = first && !first.value && !location.hash && !document.querySelector(".nhsuk-error-summary");
  if (fresh) first.focus({ preventScroll: true });
}

function start() {
  nameResidents();
  begin();
  document.querySelectorAll("#check-in [data-hr-find]").forEach(find);
  keys();
  const saving = autosave(FORM, {
    notTyped: ["attempt_key", "kept", "ring_back_at"],
    elsewhere: "A colleague named a resident in this check-in. See it: what you typed is saved",
  });
  FORM.addEventListener("change", count);
  FORM.addEventListener("hr-saved", ({ detail }) => {
    Object.entries(detail.suggested ?? {}).forEach(([key, found]) => suggest(key, found));
  });
  FORM.addEventListener("input", heed);
  FORM.addEventListener("click", (event) => {
    const add = event.target.closest("[value^='new:']");
    const newcomer = event.target.closest("[value^='admit:'], [value^='same:']");
    const drop = event.target.closest("[data-hr-drop]");
    if (add) addResident(add.closest("[data-hr-section]")).then(() => saving.save());
    else if (event.target.closest("[data-hr-arrived]")) addNewcomer().then(() => saving.save());
    else if (newcomer) admit(newcomer, saving);
    else if (drop) takeBack(drop.closest(".hr-adding"));
    else if (event.target.closest("[data-hr-about]")) takeSuggestion(event.target.closest("[data-hr-about]"));
    else if (event.target.closest("#nothing-left")) nothingIsLeft(event);
    else return;
    event.preventDefault();
    saving.save();
  });
}

if (FORM) start();
