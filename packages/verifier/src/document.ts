import { demand, type Fraction, ONE, order, parse, range, times, total, ZERO } from "./fraction.js";

/** A certificate read and checked for its shape. Profiles k are row-major, the last agent fastest; s numbers states. */
export type Document = ReturnType<typeof readDocument>;

const KNOWN =
  /^(incentives:(dominant|(epistemic-)?ex-post|bayesian)|participation:(ex-post|epistemic|interim|ex-ante)|money:((no-deficit|balanced)(-ex-ante)?|no-payments))$/;

// biome-ignore lint/suspicious/noExplicitAny: the file is unknown until every leaf has been read
export type Json = any;

/** A table of the given lengths, every leaf read. */
function table(data: Json, [length, ...lengths]: readonly number[], leaf: (data: Json) => unknown): Json {
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
  demand(/^(infeasible|unbounded|lower(,upper)?)$/.test(Object.keys(claim).join()), "an unknown claim");
  const sizes: number[] = world.agents.map(({ types }: Json) => types.length);
  const [width, states]: number[] = [world.alternatives.length, world.states.length];
  const profiles = sizes.reduce((product, size) => product * size, 1);
  const lists = [world.agents, world.alternatives, world.states].every(Array.isArray);
  demand(lists && profiles * width * states > 0, "something is empty");
  const groups = ["incentives", "participation", "money"];
  const asked = new Set(groups.flatMap((group) => problem[group].map((kind: string) => `${group}:${kind}`)));
  for (const kind of asked) if (!KNOWN.test(kind)) throw new TypeError(`${kind} is unknown`);
  const byAgent = [sizes.length, profiles];
  const cells = range(profiles).map((k) => range(width).map((a) => k * width + a));
  const prior: Fraction[][] = world.prior ? table(world.prior, [profiles, states], weight) : [];
  demand(!world.prior || order(total(prior.flat()), ONE) === 0, "the prior does not add up to 1");
  const worths = (data: Json): Fraction[][][] => table(data, [profiles, states, width], parse);
  const values: Fraction[][][][] = table(world.values, [sizes.length], worths);
  const counted = world.designer ? [...values, worths(world.designer)] : values;
  const [revenue, welfare] = [maximize.revenue ?? "0", maximize.welfare ?? "0"].map(parse);
  const worth = (k: number, a: number) =>
    times(welfare, total(counted.flatMap((v) => prior[k].map((w, s) => times(w, v[k][s][a])))));
  const point = ({ allocation, payments }: Json, leaf: (data: Json) => Fraction): Fraction[] =>
    [table(allocation, [profiles, width], leaf), table(payments, byAgent, parse)].flat(2);
  const allowed = world.allowed && table(world.allowed, [profiles, width], flag);
  const swaps: [[number, number], number[]][] = flag(problem.anonymous) ? world.swaps : [];
  const has = (list: Json, count: number) => range(count).every((n) => list.includes(n));
  const alike = (i: number, j: number) => range(sizes.length).includes(i) && sizes[i] === sizes[j];
  for (const [[i, j], image] of swaps)
    demand(alike(i, j) && alike(j, i) && image.length === width && has(image, width), "a swap does not fit");
  return {
    ...{ sizes, profiles, width, states, asked, prior, values, sure: flag(problem.deterministic) },
    /** The column of p_i(k). */
    payment: (i: number, k: number) => profiles * width + i * profiles + k,
    payments: flag(world.money) && !asked.has("money:no-payments"),
    /** By column: every g(a|k), then every p_i(k). */
    objective: maximize.allocation
      ? point(maximize, parse)
      : [
          ...cells.flatMap((row, k) => row.map((_, a) => worth(k, a))),
          ...sizes.flatMap(() => prior.map((row) => times(revenue, total(row)))),
        ],
    /** The columns of what may be chosen at k. */
    choices: cells.map((row, k) => row.filter((_, a) => allowed?.[k][a] !== false)),
    outside: sizes.map((size, i): Fraction[] => table(world.outside[i], [size], parse)),
    interim: asked.has("incentives:bayesian") || asked.has("participation:interim"),
    beliefs: (world.beliefs && table(world.beliefs, [...byAgent, states], weight)) as Fraction[][][],
    occurs: world.occurs && sizes.map((size, i): boolean[] => table(world.occurs[i], [size], flag)),
    possible: table(world.possible, [profiles, states], flag) as boolean[][],
    ...{ swaps, epsilon: weight(problem.epsilon) },
    mechanism: claim.infeasible ? undefined : point(mechanism, weight),
    direction: (claim.unbounded && point(direction, (g) => parse(g === "0" && g))) as Fraction[] | undefined,
    lower: claim.infeasible || claim.unbounded ? ZERO : parse(claim.lower),
    upper: (claim.upper !== undefined && parse(claim.upper)) as Fraction,
    tree: problem.deterministic ? (data.tree ?? {}) : { multipliers: data.multipliers },
  };
}
