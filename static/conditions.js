// When a question is asked or must be answered: what checkins/conditions.py says, for a page that has not been saved yet.
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
