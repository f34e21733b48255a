import { demand, type Fraction, ONE, order, parse, range, times, total, ZERO } from "./fraction.js";

/** A certificate read and checked for its shape. Profiles k are row-major, the last agent fastest; s numbers states. */
export type Document = ReturnType<typeof readDocument>;

const KNOWN = {
  incentives: ["dominant", "ex-post", "epistemic-ex-post", "bayesian"],
  participation: ["ex-post", "epistemic", "interim", "ex-ante"],
  money: ["no-deficit", "no-deficit-ex-ante", "balanced", "balanced-ex-ante", "no-payments"],
};

// biome-ignore lint/suspicious/noExplicitAny: the file is unknown until every leaf has been read
export type Json = any;
type Leaf = (data: Json) => unknown;

/** A table of the given lengths, every leaf read. */
function table(data: Json, [length, ...lengths]: readonly number[], leaf: Leaf): Json {
  if (length === undefined) return leaf(data);
  if (!Array.isArray(data) || data.length !== length) throw new TypeError("a table has another shape");
  return data.map((entry) => table(entry, lengths, leaf));
}

function flag(data: Json): boolean {
  if (typeof data !== "boolean") throw new TypeError(`${JSON.stringify(data)} is neither true nor false`);
  return data;
}

function weight(data: Json): Fraction {
  if (order(parse(data), ZERO) < 0) throw new RangeError(`${data} is negative`);
  return parse(data);
}

/** Reads everything; throws where the data is not a certificate of this format. */
export function readDocument(data: Json) {
  if (data?.format !== "candor-certificate" || data.version !== 2)
    throw new TypeError("this is not a candor certificate of version 2");
  const { environment: world, problem, mechanism, direction, claim } = data;
  const { maximize } = problem;
  const sizes: number[] = world.agents.map(({ types }: Json) => types.length);
  const [width, states]: number[] = [world.alternatives.length, world.states.length];
  const profiles = sizes.reduce((product, size) => product * size, 1);
  if (!(profiles > 0 && width > 0 && states > 0)) throw new RangeError("something is empty");
  const asked = new Set<string>();
  for (const [group, known] of Object.entries(KNOWN))
    for (const kind of problem[group])
      if (known.includes(kind)) asked.add(`${group}:${kind}`);
      else throw new TypeError(`${group}: ${kind} is unknown`);
  const byAgent = [sizes.length, profiles];
  const prior: Fraction[][] = world.prior ? table(world.prior, [profiles, states], weight) : [];
  demand(!world.prior || order(total(prior.flat()), ONE) === 0, "the prior does not add up to 1");
  const worths = (data: Json): Fraction[][][] => table(data, [profiles, states, width], parse);
  const values: Fraction[][][][] = table(world.values, [sizes.length], worths);
  const counted = world.designer ? [...values, worths(world.designer)] : values;
  const worth = (k: number, a: number) =>
    times(
      parse(maximize.welfare),
      total(counted.flatMap((v) => prior[k].map((w, s) => times(w, v[k][s][a])))),
    );
  const point = ({ allocation, payments }: Json, leaf: Leaf): Fraction[] =>
    [table(allocation, [profiles, width], leaf), table(payments, byAgent, parse)].flat(2);
  const may = (k: number, a: number) => !world.allowed || flag(world.allowed[k][a]);
  return {
    ...{ sizes, profiles, width, states, asked, prior, values, sure: flag(problem.deterministic) },
    /** The column of p_i(k). */
    payment: (i: number, k: number) => profiles * width + i * profiles + k,
    payments: flag(world.money) && !asked.has("money:no-payments"),
    /** By column: every g(a|k), then every p_i(k). */
    objective: maximize.allocation
      ? point(maximize, parse)
      : [
          ...range(profiles).flatMap((k) => range(width).map((a) => worth(k, a))),
          ...sizes.flatMap(() => prior.map((row) => times(parse(maximize.revenue), total(row)))),
        ],
    /** The columns of what may be chosen at k. */
    choices: range(profiles).map((k) => range(width).flatMap((a) => (may(k, a) ? [k * width + a] : []))),
    outside: sizes.map((size, i): Fraction[] => table(world.outside[i], [size], parse)),
    interim: asked.has("incentives:bayesian") || asked.has("participation:interim"),
    beliefs: (world.beliefs && table(world.beliefs, [...byAgent, states], weight)) as Fraction[][][],
    occurs: world.occurs && sizes.map((size, i): boolean[] => table(world.occurs[i], [size], flag)),
    possible: table(world.possible, [profiles, states], flag) as boolean[][],
    swaps: (flag(problem.anonymous) ? world.swaps : []) as [[number, number], number[]][],
    epsilon: weight(problem.epsilon),
    mechanism: claim.infeasible ? undefined : point(mechanism, weight),
    direction: (claim.unbounded && point(direction, parse)) as Fraction[] | undefined,
    lower: claim.infeasible || claim.unbounded ? ZERO : parse(claim.lower),
    upper: claim.upper && parse(claim.upper),
    tree: problem.deterministic ? data.tree : { multipliers: data.multipliers },
  };
}
