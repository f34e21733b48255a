import type { Mechanism } from "../model/mechanism.js";
import type { Swap } from "./alike-pairs.js";
import { absolute } from "./budget.js";
import { printEntries } from "./naming.js";
import { printQuantity, type Quantity, quantity, type Witness } from "./verdict.js";

/** What swapping the reports of two alike agents changes that it should not. */
export function swapWitness<N>(
  mechanism: Mechanism<N>,
  { first, second }: Swap,
  reports: Int32Array,
  what: string,
  was: N,
  is: N,
): Witness {
  const { agents, arithmetic: F } = mechanism.environment;
  const othersReports = Object.fromEntries(
    agents.map(({ name }, i) => [name, mechanism.messages[i][reports[i]]]),
  );
  const numbers: Record<string, Quantity> = {
    before: quantity(F, was),
    after: quantity(F, is),
    difference: quantity(F, absolute(F, F.subtract(is, was))),
  };
  const [one, other] = [agents[first].name, agents[second].name];
  const shown = agents.length <= 12 ? ` at ${printEntries(othersReports)}` : "";
  const effect =
    F.compare(is, was) === 0
      ? `leaves ${what} at ${printQuantity(numbers.before)} in the new roles`
      : `turns ${what} from ${printQuantity(numbers.before)} into ${printQuantity(numbers.after)} in the new roles`;
  return {
    kind: "swap",
    agent: one,
    othersReports,
    cycle: [one, other],
    numbers,
    words: `Swapping the reports of ${one} and ${other}${shown} ${effect}.`,
  };
}
