import { CandorError } from "../../numeric/candor-error.js";
import { parseRational, toDouble } from "../../numeric/rational.js";
import type { Path } from "./path.js";
import type { Reader } from "./reader.js";

/**
 * Reports names that cannot be told apart or shown: empty ones, repeated ones, those with control characters, and those that
 * read as a number which is not finite. `what` is the plural, e.g. "types"; `at` is the path of the k-th name.
 */
export function checkNames(
  reader: Reader,
  what: string,
  names: readonly string[],
  at: (k: number) => Path,
): void {
  const seen = new Set<string>();
  names.forEach((name, k) => {
    if (name.trim() === "")
      reader.report("empty-name", at(k), `A name is missing here; ${what} need names that can be shown.`);
    else if (/\p{Cc}/u.test(name))
      reader.report(
        "invalid-name",
        at(k),
        `${JSON.stringify(name)} contains control characters; remove them.`,
      );
    else if (!isFiniteName(name)) reader.report("not-finite", at(k), `"${name}" is not a finite number.`);
    else if (seen.has(name)) reader.report("duplicate-name", at(k), `Two ${what} are called "${name}".`);
    seen.add(name);
  });
}

function isFiniteName(name: string): boolean {
  if (/^[+-]?\.?(nan|inf|infinity)$/i.test(name)) return false;
  const number = parseRational(name);
  return number === undefined || Number.isFinite(toDouble(number));
}

/** How many agents a profile in a message names. */
const MOST_NAMED = 6;

/** The same error with the profile at which it arose: "… (at Seller = 1, Buyer = 2)". */
export function withProfile(
  error: unknown,
  agents: readonly { readonly name: string }[],
  entries: readonly (readonly { readonly label: string }[])[],
  profile: ArrayLike<number>,
): unknown {
  if (!(error instanceof CandorError)) return error;
  const named = agents
    .slice(0, MOST_NAMED)
    .map(({ name }, i) => `${name} = ${entries[i][profile[i]]?.label}`)
    .concat(agents.length > MOST_NAMED ? ["…"] : [])
    .join(", ");
  return new CandorError(
    error.problems.map((problem) => ({
      ...problem,
      message: problem.message.includes(" (at ") ? problem.message : `${problem.message} (at ${named})`,
    })),
  );
}
