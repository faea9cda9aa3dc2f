// When a question is asked or must be answered: what checkins/check_in_form/conditions.py says, for a page that has not been saved yet.
// A condition is a list: ["is", "infection", "something"], ["all", …], ["any", …] or ["not", …]. The server remains the judge.

const number = (given) => (/^\p{Nd}+$/u.test(given[0]) ? Number(given[0]) : null);

const HOW = {
  is: (given, value) => given.includes(value),
  "is not": (given, value) => !given.includes(value),
  "at least": (given, value) => number(given) !== null && number(given) >= Number(value),
  "at most": (given, value) => number(given) !== null && number(given) <= Number(value),
  "is answered": () => true,
};

/** Whether a condition holds. `answers`: a Map of sections and questions to what was answered; nothing empty is in it. */
export function holds([how, ...rest], answers) {
  if (how === "all") return rest.every((each) => holds(each, answers));
  if (how === "any") return rest.some((each) => holds(each, answers));
  if (how === "not") return !holds(rest[0], answers);
  const given = answers.get(rest[0]);
  return given !== undefined && HOW[how](given, rest[1]);
}

/** What conditions speak of: sections and their questions with what was answered, in this form or where the page says it is known. */
function answersIn(form) {
  const given = new Map();
  for (const [name, value] of new FormData(form)) {
    const reference = name.startsWith("section-") ? name.slice(8) : name.startsWith("q-") ? name.slice(2) : "";
    if (reference && value.trim()) given.set(reference, [...(given.get(reference) ?? []), value]);
  }
  form.querySelectorAll("[data-hr-fact]").forEach((fact) => {
    const reference = fact.dataset.hrFact.slice(2);
    if (!given.has(reference)) given.set(reference, JSON.parse(fact.dataset.hrKnown));
  });
  return given;
}

/** Hides what another answer makes needless, unless `stays` says otherwise, and says of what it makes needed that it is. */
export function askWhatIsNeeded(form, stays = () => false) {
  const given = answersIn(form);
  form.querySelectorAll("[data-hr-skip]").forEach((each) => {
    each.hidden = !stays(each) && holds(JSON.parse(each.dataset.hrSkip), given);
  });
  form.querySelectorAll("[data-hr-need]").forEach((each) => {
    each.querySelector("[data-hr-needed]").hidden = !holds(JSON.parse(each.dataset.hrNeed), given);
  });
}
