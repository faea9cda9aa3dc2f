// What Homeround adds where there is JavaScript. Every page works without it.

const PAGE = document;

/** Menus close on Escape, on a click elsewhere, and when the focus leaves them. */
function closeMenus() {
  const open = () => PAGE.querySelectorAll("details.hr-menu[open]");
  PAGE.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  const closeOthers = (event) => open().forEach((menu) => menu.contains(event.target) || (menu.open = false));
  PAGE.addEventListener("click", closeOthers);
  PAGE.addEventListener("focusin", closeOthers);
}

/**
 * Shows what the chosen answers reveal: inside a radio button's answer (data-hr-controls), and below a group
 * (data-hr-reveal names the question, data-hr-values the answers).
 */
function reveal(scope) {
  scope.querySelectorAll("[data-hr-controls]").forEach((input) => {
    PAGE.getElementById(input.dataset.hrControls)?.classList.toggle("nhsuk-radios__conditional--hidden", !input.checked);
  });
  scope.querySelectorAll("[data-hr-reveal]").forEach((block) => {
    const form = block.closest("form") ?? PAGE;
    const name = CSS.escape(block.dataset.hrReveal);
    const chosen = [...form.querySelectorAll(`[name="${name}"]:checked, select[name="${name}"]`)].map((input) => input.value);
    const wanted = JSON.parse(block.dataset.hrValues);
    block.classList.toggle("hr-reveal--hidden", !chosen.some((value) => wanted.includes(value)));
  });
}

/** A form marked data-hr-once is sent once; after five seconds, or on coming back to the page, it may be sent again. */
function sendOnce() {
  PAGE.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-hr-once]") || event.defaultPrevented) return;
    if (form.dataset.hrSent) {
      event.preventDefault();
      return;
    }
    form.dataset.hrSent = "yes";
    setTimeout(() => delete form.dataset.hrSent, 5000);
  });
  addEventListener("pageshow", () => PAGE.querySelectorAll("[data-hr-sent]").forEach((form) => delete form.dataset.hrSent));
}

/** The place in an address ("#maincontent") is not sent along: it would take the focus from the list of what is wrong. */
function sendWithoutPlace() {
  PAGE.addEventListener("submit", ({ target: form }) => {
    if (location.hash && !form.hasAttribute("action")) form.action = location.pathname + location.search;
  });
}

/** A form marked data-hr-guard holds words that nothing else saves: the browser asks before another button or link of the page drops them. */
function guardTyped() {
  let sent = null;
  PAGE.addEventListener("submit", (event) => (sent = event.target));
  addEventListener("beforeunload", (event) => {
    const typed = [...PAGE.querySelectorAll("form[data-hr-guard]")].filter((form) => form !== sent);
    const boxes = typed.flatMap((form) => [...form.querySelectorAll("textarea")]);
    if (boxes.some((box) => box.value.trim() && box.value !== box.defaultValue)) event.preventDefault();
  });
}

/**
 * Drop-down lists that filter do so at once; their button is for pages without JavaScript, and for the keyboard: there every arrow
 * is a change, and the page would be drawn anew before the third answer is reached.
 */
function submitOnChange() {
  const formOf = (list) => list.closest("form[data-hr-submit-on-change]");
  let byKeys = null; // the list in which keys were pressed last
  PAGE.addEventListener("keydown", ({ target }) => (byKeys = target.matches("select") ? target : null));
  PAGE.addEventListener("pointerdown", () => (byKeys = null));
  PAGE.addEventListener("change", ({ target }) => {
    const button = byKeys === target && formOf(target)?.querySelector("button[type=submit]");
    if (button) button.classList.add("is-shown");
    else formOf(target)?.requestSubmit();
  });
}

/** On a phone the tabs are one line that is pushed sideways: the chosen one is brought into it. */
function showChosenTab() {
  for (const tab of PAGE.querySelectorAll(".hr-filter li a[aria-current]")) {
    const line = tab.closest("ul");
    const beyond = tab.getBoundingClientRect().right - line.getBoundingClientRect().right;
    if (beyond > 0) line.scrollLeft += beyond + 24;
  }
}

/**
 * What just happened is where one goes on: the message takes the focus, is read out, and the next Tab follows it. Not where the page
 * leads elsewhere: to a place of its own, to what is wrong, or to its first box.
 */
function goOnFromMessage() {
  const message = PAGE.querySelector("[data-hr-message]");
  if (!message || location.hash || PAGE.activeElement !== PAGE.body || PAGE.querySelector(".nhsuk-error-summary, [autofocus]")) return;
  message.tabIndex = -1;
  message.addEventListener("blur", () => message.removeAttribute("tabindex"), { once: true });
  message.focus({ preventScroll: true });
}

/** Buttons that print are there only where they can. */
function printButtons() {
  for (const button of PAGE.querySelectorAll("[data-hr-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}

/** Start everything. `initAll` is the design system's: it is called again for what htmx brings in. */
export function start(initAll) {
  initAll();
  goOnFromMessage();
  printButtons();
  showChosenTab();
  closeMenus();
  sendOnce();
  sendWithoutPlace();
  guardTyped();
  submitOnChange();
  reveal(PAGE);
  PAGE.addEventListener("change", () => reveal(PAGE));
  PAGE.body.addEventListener("htmx:load", (event) => {
    if (event.detail.elt === PAGE.body) return;
    initAll({ scope: event.detail.elt });
    reveal(PAGE);
  });
}
