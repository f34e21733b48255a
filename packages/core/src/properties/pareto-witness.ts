import type { Mechanism } from "../model/mechanism.js";
import type { ProfileView } from "../model/profile-view.js";
import { expectedAt } from "../model/tabulation.js";
import type { DominatingLottery } from "./dominating-lottery.js";
import { nameEntries, printEntries, printNames, typeLabels } from "./naming.js";
import type { Party } from "./parties.js";
import { printQuantity, type Quantity, quantity, type Witness } from "./verdict.js";

/** Payments that do not cover themselves: the mechanism is not feasible without outside funding. */
export function outsideFunding<N>(
  mechanism: Mechanism<N>,
  view: ProfileView<N>,
  cell: number,
  total: N,
): Witness {
  const others = entriesAt(mechanism, view, cell);
  const payments = quantity(view.environment.arithmetic, total);
  return {
    kind: "profile",
    others,
    numbers: { payments },
    words: `Infeasible without outside funding: payments add up to ${printQuantity(payments)} when ${printEntries(others)}.`,
  };
}

/**
 * The better alternative a* with payments p_i + (v_i(a*) − E_g v_i) − D/n: everyone gains D/n and, the designer's own gain in
 * value aside, nobody pays in or takes out.
 */
export function transferWitness<N>(
  mechanism: Mechanism<N>,
  view: ProfileView<N>,
  cell: number,
  parties: readonly Party<N>[],
  best: number,
  waste: N,
): Witness {
  const { environment } = view;
  const F = environment.arithmetic;
  const others = entriesAt(mechanism, view, cell);
  const share = F.divide(waste, F.from({ n: BigInt(environment.agents.length), d: 1n }));
  const { name } = environment.alternatives[best];
  const numbers: Record<string, Quantity> = {
    gain: quantity(F, waste),
    "gain of each": quantity(F, share),
    [`probability of ${name}`]: quantity(F, F.one),
  };
  const payers = new Map<string, string[]>();
  for (const party of parties.filter(({ agent }) => agent >= 0)) {
    const current = expectedAt(environment, view.table, cell, (a) => party.values[a]);
    const compensation = F.subtract(party.values[best], current);
    const payment = F.subtract(F.add(view.table.payments[party.agent][cell], compensation), share);
    const shown = (numbers[`payment of ${party.name}`] = quantity(F, payment));
    const amount = printQuantity(shown);
    payers.set(amount, [...(payers.get(amount) ?? []), party.name]);
  }
  const kept = F.compare(
    expectedAt(environment, view.table, cell, (a) => (a === best ? F.one : F.zero)),
    F.one,
  );
  const better = `${kept === 0 ? "keeping " : ""}${name} with ${[...payers].map(([amount, names]) => `${printNames(names)} paying ${amount}`).join(", ")}`;
  const words =
    F.compare(waste, F.zero) > 0
      ? `When ${printEntries(others)}, everyone gains ${printQuantity(numbers["gain of each"])} from ${better}.`
      : `When ${printEntries(others)}, nothing beats ${better}.`;
  return { kind: "profile", others, numbers, words };
}

/** The lottery that dominates the one in place. */
export function lotteryWitness<N>(
  mechanism: Mechanism<N>,
  view: ProfileView<N>,
  cell: number,
  parties: readonly Party<N>[],
  { gain, lottery }: DominatingLottery<N>,
): Witness {
  const { environment } = view;
  const F = environment.arithmetic;
  const others = entriesAt(mechanism, view, cell);
  const numbers: Record<string, Quantity> = { gain: quantity(F, gain) };
  if (lottery === undefined || F.compare(gain, F.zero) <= 0)
    return { kind: "profile", others, numbers, words: `No lottery is better when ${printEntries(others)}.` };
  const parts: string[] = [];
  lottery.forEach((probability, a) => {
    if (probability.n === 0n) return;
    const { name } = environment.alternatives[a];
    const shown = (numbers[`probability of ${name}`] = quantity(F, F.from(probability)));
    parts.push(`${name} with probability ${printQuantity(shown)}`);
  });
  for (const { name, values } of parties) {
    const before = expectedAt(environment, view.table, cell, (a) => values[a]);
    const after = lottery.reduce((sum, p, a) => F.add(sum, F.multiply(F.from(p), values[a])), F.zero);
    numbers[`gain of ${name}`] = quantity(F, F.subtract(after, before));
  }
  const words = `When ${printEntries(others)}, ${parts.join(" and ")} hurts nobody and raises total value by ${printQuantity(numbers.gain)}.`;
  return { kind: "profile", others, numbers, words };
}

function entriesAt<N>(mechanism: Mechanism<N>, view: ProfileView<N>, cell: number): Record<string, string> {
  const profile = new Int32Array(view.environment.agents.length);
  view.write(cell, profile);
  return nameEntries(mechanism, typeLabels(view.environment), profile);
}
