import { type Fraction, order, parse, total, ZERO } from "./fraction.js";

/** A certificate read and checked for its shape. Profiles k are row-major, the last agent fastest; s numbers states. */
export type Document = ReturnType<typeof readDocument>;

const KNOWN = {
  incentives: ["dominant", "ex-post", "epistemic-ex-post", "bayesian"],
  participation: ["ex-post", "epistemic", "interim", "ex-ante"],
  money: ["no-deficit", "no-deficit-ex-ante", "balanced", "balanced-ex-ante", "no-payments"],
};

// biome-ignore lint/suspicious/noExplicitAny: the file is unknown until every leaf has been read
type Json = any;

/** A table of the given lengths, every leaf read. */
function table(data: Json, lengths: readonly number[], leaf: (data: Json) => unknown): Json {
  if (lengths.length === 0) return leaf(data);
  if (!Array.isArray(data) || data.length !== lengths[0]) throw new TypeError("a table has another shape");
  return data.map((entry) => table(entry, lengths.slice(1), leaf));
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
  if (data?.format !== "candor-certificate" || data.version !== 1)
    throw new TypeError("this is not a candor certificate of version 1");
  const { environment, problem, mechanism, claim } = data;
  const sizes: number[] = environment.agents.map(({ types }: Json) => types.length);
  const [width, states]: number[] = [environment.alternatives.length, environment.states.length];
  const profiles = sizes.reduce((product, size) => product * size, 1);
  if (!(profiles > 0 && width > 0 && states > 0)) throw new RangeError("something is empty");
  const asked = new Set<string>();
  for (const [group, known] of Object.entries(KNOWN))
    for (const kind of problem[group])
      if (known.includes(kind)) asked.add(`${group}:${kind}`);
      else throw new TypeError(`${group}: ${kind} is unknown`);
  const interim = asked.has("incentives:bayesian") || asked.has("participation:interim");
  if (!environment.beliefs !== !environment.occurs || (interim && !environment.beliefs))
    throw new TypeError("beliefs or occurs are missing");
  const byType = (rows: Json, leaf: (data: Json) => unknown) =>
    table(rows, [sizes.length], (row) => row).map((row: Json, i: number) => table(row, [sizes[i]], leaf));
  const prior: Fraction[][] = table(environment.prior, [profiles, states], weight);
  if (order(total(prior.flat()), [1n, 1n]) !== 0) throw new RangeError("the prior does not add up to 1");
  const beliefs = environment.beliefs && table(environment.beliefs, [sizes.length, profiles, states], weight);
  return {
    ...{ sizes, profiles, width, states, asked, prior },
    /** The column of p_i(k). */
    payment: (i: number, k: number) => profiles * width + i * profiles + k,
    payments: flag(environment.money) && !asked.has("money:no-payments"),
    values: table(environment.values, [sizes.length, profiles, states, width], parse) as Fraction[][][][],
    designer: environment.designer && table(environment.designer, [profiles, states, width], parse),
    outside: byType(environment.outside, parse) as Fraction[][],
    beliefs: beliefs as Fraction[][][] | undefined,
    occurs: (environment.occurs && byType(environment.occurs, flag)) as boolean[][] | undefined,
    possible: table(environment.possible, [profiles, states], flag) as boolean[][],
    revenue: parse(problem.maximize.revenue),
    welfare: parse(problem.maximize.welfare),
    epsilon: weight(problem.epsilon),
    /** Every g(a|k), then every p_i(k), by column; absent where infeasibility is claimed. */
    mechanism: (claim.infeasible
      ? undefined
      : [
          ...table(mechanism.allocation, [profiles, width], weight).flat(),
          ...table(mechanism.payments, [sizes.length, profiles], parse).flat(),
        ]) as Fraction[] | undefined,
    multipliers: new Map(Object.entries(data.multipliers).map(([key, text]) => [key, parse(text)])),
    lower: claim.infeasible ? ZERO : parse(claim.lower),
    upper: claim.upper === undefined ? undefined : parse(claim.upper),
  };
}
