// A form that is saved as one types, by two people at once: a box that both changed is shown with both texts, nothing is overwritten.
// The server answers a save with the form's revision and with what others wrote meanwhile (checkins.rules.merge).

const EVERY = 3000; // milliseconds between looks at what was typed
const AGAIN = 5000; // after a save that failed
const LISTEN = 30_000; // between looks at what colleagues wrote, while nothing is typed here and the page is in front
const SMALL = 10_000; // characters that a browser goes on sending when the page is left (64 kB of bytes)
const HERE_FOR = 5 * 60_000; // as checkins.rules.HERE_FOR
const SAVED = document.getElementById("saved");
const HERE = document.getElementById("here-too");

const same = (one, other) => JSON.stringify(one ?? []) === JSON.stringify(other ?? []);

/** Says how the saving stands, in the line for it. */
export function say(words, waiting) {
  SAVED.classList.toggle("hr-save--waiting", waiting);
  SAVED.querySelector(".hr-icon")?.classList.toggle("hr-icon--gone", waiting); // no tick beside "Not saved"
  if (SAVED.lastChild.textContent !== ` ${words}`) SAVED.lastChild.textContent = ` ${words}`; // read out once
}

/** Who else writes into the form, in the quiet line for it. After five minutes without a word of them it is not said any more. */
function tellWhoIsHere(words) {
  if (HERE.textContent !== words) HERE.textContent = words;
  clearTimeout(tellWhoIsHere.ends);
  if (words) tellWhoIsHere.ends = setTimeout(tellWhoIsHere, HERE_FOR, "");
}

/** What every save of a form carries beside what was typed: whose page it is, and what of it is known. */
const CARRIED = ["csrfmiddlewaretoken", "opened_for", "seen"];

export function carried(form) {
  const sent = new FormData();
  CARRIED.filter((name) => form.elements[name]).forEach((name) => sent.append(name, form.elements[name].value));
  return sent;
}

/**
 * Saves `form` to its data-hr-autosave address. `notTyped`: names that are not part of what is typed; `elsewhere`: what the link says
 * when a colleague wrote something for which this page has no box. Gives `save`, `settle`, `mark` and `learn` for pages that change boxes themselves.
 */
export function autosave(form, { notTyped, elsewhere }) {
  const NOT_TYPED = new Set([...CARRIED, "do", ...notTyped]);
  const givenBack = "hrKept" in form.dataset; // what the boxes hold was kept in the session, and is in no draft yet
  let known = givenBack ? new Map() : typed(); // what the server has, as far as this page knows
  let sending = null; // what is on its way: name of a field to its values
  let stopped = false;
  let noted = ""; // what the page says of a switch in another tab
  let heard = Date.now(); // when the server last said what colleagues wrote

  /** What the boxes hold now: name of a field to its values, empty ones left out. */
  function typed() {
    const found = new Map();
    for (const [name, value] of new FormData(form)) {
      if (NOT_TYPED.has(name) || value.trim() === "") continue;
      found.set(name, [...(found.get(name) ?? []), value.replaceAll("\r\n", "\n")]);
    }
    return found;
  }

  /** The names of the fields that differ from what the server has. */
  function changed(now) {
    return [...new Set([...known.keys(), ...now.keys()])].filter((name) => !same(known.get(name), now.get(name)));
  }

  /** Says on the form how many boxes the server does not have yet. */
  function mark() {
    form.dataset.hrUnsaved = changed(typed()).length;
  }

  function body(names, now) {
    const sent = carried(form);
    for (const name of names) {
      sent.append("touched", name);
      (now.get(name) ?? []).forEach((value) => sent.append(name, value));
    }
    return sent;
  }

  /** Saves what differs. A connection that is gone is said, and tried again; nothing leaves the page's boxes meanwhile. */
  async function save(leaving = false) {
    const now = typed();
    const names = changed(now).filter((name) => !sending?.has(name) || !same(sending.get(name), now.get(name)));
    if (stopped || (sending && !leaving) || !names.length) return;
    sending = new Map(names.map((name) => [name, now.get(name) ?? []]));
    try {
      const answer = await fetch(form.dataset.hrAutosave, {
        method: "POST",
        body: body(names, now),
        headers: { "X-Requested-With": "fetch" },
        redirect: "manual",
        keepalive: JSON.stringify([...sending]).length < SMALL,
      });
      if (answer.status === 409) return refused(await answer.json());
      if (answer.type === "opaqueredirect") return say("Not saved: you are signed out. Sign in in another tab, this page goes on by itself", true);
      if (!answer.ok) throw new Error(answer.status);
      took(await answer.json(), names, now);
    } catch {
      say("Not saved, trying again", true);
      setTimeout(save, AGAIN);
    } finally {
      sending = null;
    }
  }

  /** Saves until the server has all that is typed. Whether it has: not where the connection is gone, or somebody completed it. */
  async function settle() {
    for (let tries = 0; changed(typed()).length && !stopped && tries < 20; tries += 1) {
      await save();
      if (SAVED.classList.contains("hr-save--waiting")) return false;
      if (sending) await new Promise((go) => setTimeout(go, 100));
    }
    return !stopped && !changed(typed()).length;
  }

  /** Another form of the page is sent, which leaves it: what was typed goes first, or the page stays and says that it is not saved. */
  async function saveBefore(event) {
    const other = event.target;
    if (other === form || stopped || !changed(typed()).length) return;
    event.preventDefault();
    if ((await settle()) || stopped) other.requestSubmit(event.submitter);
  }

  /** An answer of the server that is no save of these boxes, but says what it holds in them now (`answer.fields`). */
  function learn(names, answer) {
    took(answer, names, new Map(Object.entries(answer.fields)));
  }

  /** Whoever only reads hears of colleagues too: a save of nothing. It is no doing of the person, and keeps nobody signed in. */
  async function listen() {
    if (document.hidden || sending || stopped || changed(typed()).length || Date.now() - heard < LISTEN) return;
    const answer = await fetch(form.dataset.hrAutosave, {
      method: "POST",
      body: carried(form),
      headers: { "X-Requested-With": "fetch", "X-Homeround-Listens": "1" },
      redirect: "manual",
    }).catch(() => null); // the connection is gone: the next look, or the next save, says so
    if (answer?.type === "opaqueredirect") clearInterval(listening); // signed out
    const told = answer?.ok || answer?.status === 409 ? await answer.json() : null;
    const seen = Number(form.elements.seen.value);
    if (!told || sending || told.opened_for_note || told.revision < seen) return; // a save says more, and says it later
    if (answer.status === 409) tooLate(told);
    else if (told.revision > seen) took(told, [], new Map());
    else tellWhoIsHere(told.here);
  }

  /** The server has it: remember that, and bring in what a colleague wrote into other boxes. */
  function took(answer, names, sent) {
    heard = Date.now();
    names.forEach((name) => known.set(name, sent.get(name) ?? []));
    actsForAnother()?.remove();
    form.elements.seen.value = answer.revision;
    if ("here" in answer) tellWhoIsHere(answer.here);
    if (answer.saved) say(`Saved ${answer.saved}`, false);
    const mine = typed();
    const conflicts = new Set(answer.conflicts ?? []);
    for (const [name, values] of Object.entries(answer.theirs)) {
      if (conflicts.has(name) || !same(known.get(name), mine.get(name))) continue;
      if (!fill(name, values)) offerReload();
      known.set(name, values);
    }
    settled([...names, ...conflicts]);
    if (answer.differences) tellDifferences(answer.differences);
    form.dispatchEvent(new Event("change", { bubbles: true }));
    form.dispatchEvent(new CustomEvent("hr-saved", { detail: answer }));
    mark();
  }

  /** Puts values into the boxes of that name; false where the page has no such box. */
  function fill(name, values) {
    const boxes = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    boxes.forEach((box) => {
      if (box.type === "radio" || box.type === "checkbox") box.checked = values.includes(box.value);
      else if (box !== document.activeElement) box.value = values[0] ?? "";
    });
    return boxes.length > 0 || !values.length;
  }

  /** What was said of these boxes holds no more: they are saved, or it is said anew. */
  function settled(names) {
    for (const line of document.querySelectorAll("#differences [data-hr-differs]")) {
      if (!names.includes(line.dataset.hrDiffers)) continue;
      const section = line.closest("section");
      line.nextElementSibling.remove();
      line.remove();
      if (!section.querySelector("[data-hr-differs]")) section.remove();
    }
  }

  function tellDifferences(html) {
    const place = document.getElementById("differences");
    place.insertAdjacentHTML("afterbegin", html);
    place.scrollIntoView({ block: "nearest" });
  }

  function offerReload() {
    const place = document.getElementById("differences");
    if (place.querySelector("[data-hr-reload]")) return;
    const line = document.createElement("p");
    line.className = "hr-now hr-now--wait";
    line.dataset.hrReload = "";
    const link = document.createElement("a");
    link.href = location.pathname;
    link.textContent = elsewhere;
    line.append(link);
    place.append(line);
  }

  /** The note that another tab has switched to another organisation, while it stands on the page. */
  const actsForAnother = () => document.getElementById("opened-for");

  /** Nothing was saved, and why. After a switch in another tab the page goes on as soon as one acts for its organisation again. */
  function refused(answer) {
    if (!answer.opened_for_note) return tooLate(answer);
    if (!actsForAnother() || noted !== answer.opened_for_note) {
      actsForAnother()?.remove();
      tellDifferences(answer.opened_for_note); // once: it is read out, and its button may have the focus
      noted = answer.opened_for_note;
    }
    say("Not saved: you act for another organisation", true);
  }

  /** Acts again for the organisation of this page, and saves what was typed. Where it fails, the note stays. */
  async function actAgain(button) {
    const sent = carried(form);
    sent.append("membership", button.value);
    await fetch(button.dataset.hrActAgain, { method: "POST", body: sent, redirect: "manual" }).catch(() => {});
    save();
  }

  /** Enter in a box would press the form's first button and draw the page anew: it saves, and the place is kept. */
  function saveOnEnter(event) {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
    event.preventDefault();
    save();
  }

  /** Nothing of this page is saved now: the browser asks before it is left. */
  function guard(event) {
    if (actsForAnother() && !stopped && changed(typed()).length) event.preventDefault();
  }

  function tooLate(answer) {
    stopped = true;
    say(`${answer.message} What you typed since is still in the boxes; send the page to have it listed`, true);
  }

  form.addEventListener("input", mark);
  form.addEventListener("keydown", saveOnEnter);
  form.addEventListener("change", () => save());
  form.addEventListener("submit", () => (stopped = true));
  document.addEventListener("submit", saveBefore, { capture: true });
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  addEventListener("pagehide", () => save(true));
  addEventListener("beforeunload", guard);
  document.addEventListener("click", ({ target }) => target.matches("[data-hr-act-again]") && actAgain(target));
  setInterval(save, EVERY);
  const listening = setInterval(listen, LISTEN);
  if (givenBack) {
    say("Not saved yet", true);
    save();
  }
  return { save, mark, settle, learn };
}
