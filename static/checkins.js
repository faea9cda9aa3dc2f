// The check-in form where there is JavaScript: saved as one types, answered with one key, residents found by typing.
// Without it the form has a Save button and a page for each step; nothing here is needed to complete a check-in.

const FORM = document.getElementById("check-in");
const SAVED = document.getElementById("saved");
const EVERY = 3000; // milliseconds between looks at what was typed
const AGAIN = 5000; // after a save that failed
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "seen", "attempt_key", "ring_back_at", "do"]);
const NO_KEYS = "homeround.check-in.no-keys";

/** What the boxes hold now: name of a field to its values, empty ones left out. */
function typed() {
  const found = new Map();
  for (const [name, value] of new FormData(FORM)) {
    if (NOT_TYPED.has(name) || value.trim() === "") continue;
    found.set(name, [...(found.get(name) ?? []), value.replaceAll("\r\n", "\n")]);
  }
  return found;
}

const same = (one, other) => JSON.stringify(one ?? []) === JSON.stringify(other ?? []);
let known = FORM ? typed() : new Map(); // what the server has, as far as this page knows
let saving = false;
let stopped = false;

/** The names of the fields that differ from what the server has. */
function changed(now) {
  return [...new Set([...known.keys(), ...now.keys()])].filter((name) => !same(known.get(name), now.get(name)));
}

/** Says on the form how many boxes the server does not have yet. */
function mark() {
  FORM.dataset.hrUnsaved = changed(typed()).length;
}

function say(words, waiting) {
  SAVED.classList.toggle("hr-save--waiting", waiting);
  SAVED.lastChild.textContent = ` ${words}`;
}

function body(names, now) {
  const sent = new FormData();
  for (const name of ["csrfmiddlewaretoken", "seen"]) sent.append(name, FORM.elements[name].value);
  for (const name of names) {
    sent.append("touched", name);
    (now.get(name) ?? []).forEach((value) => sent.append(name, value));
  }
  return sent;
}

/** Saves what differs. A connection that is gone is said, and tried again; nothing leaves the page's boxes meanwhile. */
async function save(leaving = false) {
  const now = typed();
  const names = changed(now);
  if (stopped || saving || !names.length) return;
  saving = true;
  try {
    const answer = await fetch(FORM.dataset.hrAutosave, {
      method: "POST",
      body: body(names, now),
      headers: { "X-Requested-With": "fetch" },
      redirect: "manual",
      keepalive: leaving,
    });
    if (answer.status === 409) return tooLate(await answer.json());
    if (answer.type === "opaqueredirect") return say("Not saved: you are signed out. Sign in in another tab, this page goes on by itself", true);
    if (!answer.ok) throw new Error(answer.status);
    took(await answer.json(), names, now);
  } catch {
    say("Not saved, trying again", true);
    setTimeout(save, AGAIN);
  } finally {
    saving = false;
  }
}

/** The server has it: remember that, and bring in what a colleague wrote into other boxes. */
function took(answer, names, sent) {
  names.forEach((name) => known.set(name, sent.get(name) ?? []));
  FORM.elements.seen.value = answer.revision;
  say(`Saved ${answer.saved}`, false);
  const mine = typed();
  const conflicts = new Set(answer.conflicts ?? []);
  for (const [name, values] of Object.entries(answer.theirs)) {
    if (conflicts.has(name) || !same(known.get(name), mine.get(name))) continue;
    if (!fill(name, values)) offerReload();
    known.set(name, values);
  }
  if (answer.differences) {
    document.getElementById("differences").innerHTML = answer.differences;
    document.getElementById("differences").scrollIntoView({ block: "nearest" });
  }
  FORM.dispatchEvent(new Event("change", { bubbles: true }));
  mark();
}

/** Puts values into the boxes of that name; false where the page has no such box. */
function fill(name, values) {
  const boxes = [...FORM.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  boxes.forEach((box) => {
    if (box.type === "radio" || box.type === "checkbox") box.checked = values.includes(box.value);
    else if (box !== document.activeElement) box.value = values[0] ?? "";
  });
  return boxes.length > 0 || !values.length;
}

function offerReload() {
  const place = document.getElementById("differences");
  if (place.querySelector("[data-hr-reload]")) return;
  const line = document.createElement("p");
  line.className = "hr-now hr-now--wait";
  line.dataset.hrReload = "";
  const link = document.createElement("a");
  link.href = location.pathname;
  link.textContent = "A colleague named a resident in this check-in. See it: what you typed is saved";
  line.append(link);
  place.append(line);
}

function tooLate(answer) {
  stopped = true;
  say(`${answer.message} What you typed since is still in the boxes; send the page to have it listed`, true);
}

/** How many sections are asked, in words, as a bar, and on the button for the rest. */
function count() {
  const sections = [...FORM.querySelectorAll("[data-hr-section]")];
  const asked = sections.filter((section) => section.querySelector("input[name^='section-']:checked")).length;
  document.getElementById("asked").textContent = `${asked} of ${sections.length} asked`;
  FORM.querySelector(".hr-meter__done")?.setAttribute("width", (120 * asked) / sections.length);
  const rest = document.getElementById("nothing-left");
  rest.textContent = `Asked: nothing in the ${sections.length - asked} left`;
  rest.parentElement.classList.toggle("hr-reveal--hidden", asked === sections.length);
}

function choose(section, answer) {
  const box = section.querySelector(`input[name^="section-"][value="${answer}"]`);
  box.checked = true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

function nothingLeft() {
  FORM.querySelectorAll("[data-hr-section]").forEach((section) => {
    if (!section.querySelector("input[name^='section-']:checked")) choose(section, "nothing");
  });
}

/** A fresh block for a resident, in the section where they were named. */
function addResident(section) {
  const template = document.getElementById("nomination");
  if (!template) return;
  const key = crypto.randomUUID();
  const holder = document.createElement("div");
  holder.innerHTML = template.innerHTML.replaceAll("NEW-KEY", key);
  const block = holder.firstElementChild;
  block.querySelector(`[name="place-${key}"]`).value = `${Date.now()} ${section.dataset.hrSection}`;
  section.querySelector("[data-hr-new]").parentElement.before(block);
  choose(section, "something");
  block.querySelectorAll("[data-hr-find]").forEach(find);
  block.querySelector("input[list], select").focus();
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

const ON_KEY = {
  n: (section) => {
    choose(section, "nothing");
    const rest = [...FORM.querySelectorAll("[data-hr-section]")];
    const next = rest[rest.indexOf(section) + 1];
    (next?.querySelector("input[name^='section-']") ?? document.getElementById("note")).focus();
  },
  s: (section) => {
    choose(section, "something");
    section.querySelector("textarea").focus();
  },
  a: () => {
    nothingLeft();
    document.getElementById("note").focus();
  },
  r: addResident,
};

/** One key answers the question that has the focus. Only there, never while text is typed, and it can be switched off. */
function keys() {
  const line = document.createElement("p");
  line.className = "hr-keys hr-small hr-quiet";
  const words = { N: "nothing", S: "something", A: "nothing in all that is left", R: "add a resident" };
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
  act(section);
}

function start() {
  document.querySelectorAll("#check-in [data-hr-find]").forEach(find);
  keys();
  FORM.addEventListener("change", count);
  FORM.addEventListener("input", mark);
  FORM.addEventListener("change", () => save());
  FORM.addEventListener("click", (event) => {
    const add = event.target.closest("[data-hr-new]");
    const drop = event.target.closest("[data-hr-drop]");
    if (add) addResident(add.closest("[data-hr-section]"));
    else if (drop) drop.closest(".hr-adding").remove();
    else if (event.target.closest("#nothing-left")) nothingLeft();
    else return;
    event.preventDefault();
    save();
  });
  FORM.addEventListener("submit", () => (stopped = true));
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  addEventListener("pagehide", () => save(true));
  setInterval(save, EVERY);
}

if (FORM) start();
