import { readSingleObject } from "../mechanisms/single-object.js";
import { type Environment, profileCount, typeCounts } from "../model/environment.js";
import { rowMajorIndex, writeProfile } from "../model/profiles.js";
import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";

/** One object, private values, the seller's prior. Positions: types of a bidder in increasing order of value. */
export interface CorrelatedAuction<N> {
  readonly arithmetic: Arithmetic<N>;
  readonly bidders: readonly string[];
  /** What winning is worth over losing, indexed [bidder][position], strictly increasing. */
  readonly values: readonly Table<N>[];
  /** [bidder][position] → type of the model. */
  readonly types: readonly Int32Array[];
  /** [bidder] → number of positions. */
  readonly sizes: readonly number[];
  /** f, row-major over positions, the last bidder fastest; adds up to 1. */
  readonly prior: Table<N>;
}

/** Profiles up to which an auction is read from a model. */
const LARGEST = 20_000_000;

/**
 * Reads the sale of one object to bidders with private values from a model.
 *
 * Asks for: money; alternatives with the field `gets`, one for each bidder and one for nobody; values that depend on the own
 * type and on getting the object alone, different for different types; outside options worth as much as losing; a prior; no
 * payoff states. Values may be negative and unevenly spaced and differ between bidders; f may be 0 at some profiles.
 *
 * Errors: `not-an-auction` with what to change, `no-prior`, `too-large` beyond 20,000,000 profiles. Cost: one pass over the profiles.
 */
export function readCorrelatedAuction<N>(environment: Environment<N>): CorrelatedAuction<N> {
  if (!environment.money) refuse("money", "The bidders pay and the model has no money; set `money: true`.");
  if (environment.states.length > 1)
    refuse("states", "Values are private, so states have no part in it; drop them from the model.");
  for (const key of ["correspondence", "possible"] as const)
    if (environment[key] !== undefined)
      refuse(
        key,
        "Auctions are looked for among all mechanisms; drop this, or ask candor design, which obeys it.",
      );
  const object = readSingleObject(environment);
  if (typeof object === "string") return refuse("alternatives", `This sells no single object: ${object}`);
  if (object.unsold === undefined)
    refuse(
      "alternatives",
      "The seller must be free to keep the object; add an alternative where nobody gets it (`nobody: true`). How to sell for sure is a question for candor design.",
    );
  const types = object.worth.map((worth, i) => {
    requireLosingOutside(environment, i, object.losing[i]);
    return increasing(environment, i, worth);
  });
  const F = environment.arithmetic;
  const values = types.map((order, i) => tabulate(F, order, (type) => object.worth[i][type]));
  const sizes = typeCounts(environment);
  return {
    arithmetic: F,
    bidders: environment.agents.map(({ name }) => name),
    values,
    types,
    sizes,
    prior: priorOf(environment, sizes, types),
  };
}

function refuse(path: string, message: string): never {
  return fail("not-an-auction", path, message);
}

function requireLosingOutside<N>(environment: Environment<N>, i: number, losing: Table<N>): void {
  const F = environment.arithmetic;
  const { name, types } = environment.agents[i];
  for (let t = 0; t < types.length; t++)
    if (F.compare(environment.outsideOptions[i][t] ?? F.zero, losing[t]) !== 0)
      refuse(
        `outside.${name}`,
        `Staying away must be worth as much as losing to type ${types[t].label}: set the outside option to ${F.toNumber(losing[t])}.`,
      );
}

/** The bidder's types by increasing worth. */
function increasing<N>(environment: Environment<N>, i: number, worth: Table<N>): Int32Array {
  const F = environment.arithmetic;
  const { name, types } = environment.agents[i];
  const order = Int32Array.from(types, (_, t) => t).sort((s, t) => F.compare(worth[s], worth[t]));
  for (let p = 1; p < order.length; p++)
    if (F.compare(worth[order[p - 1]], worth[order[p]]) === 0)
      refuse(
        `agents.${name}.types`,
        `The types ${types[order[p - 1]].label} and ${types[order[p]].label} value the object the same; merge them into one type.`,
      );
  return order;
}

function priorOf<N>(
  environment: Environment<N>,
  sizes: readonly number[],
  types: readonly Int32Array[],
): Table<N> {
  const { arithmetic: F, beliefs } = environment;
  const count = profileCount(sizes);
  if (beliefs?.prior === undefined)
    return fail("no-prior", "beliefs", "Revenue is weighed by the seller's prior; state one.");
  if (count > LARGEST)
    fail("too-large", "agents", `There are ${count} profiles of types; auctions are read up to ${LARGEST}.`);
  const positions = new Int32Array(sizes.length);
  const profile = new Int32Array(sizes.length);
  const prior = F.table(count);
  for (let k = 0; k < count; k++) {
    writeProfile(sizes, k, positions);
    for (let i = 0; i < sizes.length; i++) profile[i] = types[i][positions[i]];
    prior[k] = beliefs.prior(profile, 0);
  }
  return prior;
}

/** The profile of the model that a profile of positions stands for, as a row-major index. */
export function modelProfile<N>({ sizes, types }: CorrelatedAuction<N>, position: number): number {
  const profile = new Int32Array(sizes.length);
  writeProfile(sizes, position, profile);
  for (let i = 0; i < sizes.length; i++) profile[i] = types[i][profile[i]];
  return rowMajorIndex(sizes, profile);
}

function tabulate<N>(F: Arithmetic<N>, order: Int32Array, at: (type: number) => N): Table<N> {
  const table = F.table(order.length);
  for (let p = 0; p < order.length; p++) table[p] = at(order[p]);
  return table;
}
