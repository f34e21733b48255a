import { type Arithmetic, max, sum } from "../../numeric/arithmetic.js";
import { floor, inDoubles, power } from "./operators.js";
import type { Kind, Refuse } from "./scope.js";

/** A function expressions may call; `accepts` says what is wrong with the kinds of its arguments, if anything. */
interface ExpressionFunction {
  readonly describes: string;
  accepts(kinds: readonly Kind[]): string | undefined;
  apply<N>(F: Arithmetic<N>, values: readonly unknown[], refuse: Refuse): N;
}

const oneNumber = (kinds: readonly Kind[]) =>
  kinds.length === 1 && kinds[0] === "number" ? undefined : "it takes one number";

const someNumbers = (kinds: readonly Kind[]) =>
  kinds.length > 0 && kinds.every((kind) => kind === "number" || kind === "numbers")
    ? undefined
    : "it takes numbers or lists of numbers, e.g. sum(others)";

/** All numbers among the arguments, lists spread out. */
function flatten<N>(values: readonly unknown[]): N[] {
  return values.flatMap((value) => (Array.isArray(value) ? (value as N[]) : [value as N]));
}

function inexact(describes: string, compute: (x: number) => number): ExpressionFunction {
  return {
    describes,
    accepts: oneNumber,
    apply: (F, [x], refuse) => inDoubles(F, describes, refuse, () => compute(F.toNumber(x as never))),
  };
}

/** Every function of the expression language by name. */
export const FUNCTIONS: Readonly<Record<string, ExpressionFunction>> = {
  min: {
    describes: "the smallest of its arguments",
    accepts: someNumbers,
    apply: (F, values) => F.negate(largest(F, flatten<never>(values).map(F.negate))),
  },
  max: {
    describes: "the largest of its arguments; 0 for an empty list",
    accepts: someNumbers,
    apply: (F, values) => largest(F, flatten(values)),
  },
  sum: { describes: "the sum", accepts: someNumbers, apply: (F, values) => sum(F, flatten(values)) },
  mean: {
    describes: "the average",
    accepts: someNumbers,
    apply: (F, values) => {
      const list = flatten<never>(values);
      return F.divide(sum(F, list), F.from({ n: BigInt(Math.max(1, list.length)), d: 1n }));
    },
  },
  kth_largest: {
    describes: "kth_largest(list, k): 1 for the largest; 0 when the list is shorter",
    accepts: (kinds) =>
      kinds.length === 2 && kinds[0] === "numbers" && kinds[1] === "number"
        ? undefined
        : "it takes a list and a number",
    apply: (F, [list, k]) => {
      const sorted = [...(list as never[])].sort((a, b) => F.compare(b, a));
      return sorted[F.toNumber(k as never) - 1] ?? F.zero;
    },
  },
  count: {
    describes: "count(list, x): how many entries equal x",
    accepts: (kinds) =>
      kinds.length === 2 && kinds[0] === `${kinds[1]}s`
        ? undefined
        : "it takes a list and a value of the same kind",
    apply: (F, [list, x]) => {
      const same = (entry: unknown) =>
        typeof x === "string" ? entry === x : F.compare(entry as never, x as never) === 0;
      return F.from({ n: BigInt((list as unknown[]).filter(same).length), d: 1n });
    },
  },
  abs: {
    describes: "the absolute value",
    accepts: oneNumber,
    apply: (F, [x]) => (F.compare(x as never, F.zero) < 0 ? F.negate(x as never) : (x as never)),
  },
  floor: { describes: "rounding down", accepts: oneNumber, apply: (F, [x]) => floor(F, x as never) },
  ceil: {
    describes: "rounding up",
    accepts: oneNumber,
    apply: (F, [x]) => F.negate(floor(F, F.negate(x as never))),
  },
  pow: {
    describes: "pow(x, k)",
    accepts: (kinds) =>
      kinds.length === 2 && kinds.every((kind) => kind === "number") ? undefined : "it takes two numbers",
    apply: (F, [x, k], refuse) => power(F, x as never, k as never, refuse),
  },
  sqrt: inexact("a square root", Math.sqrt),
  exp: inexact("an exponential", Math.exp),
  log: inexact("a logarithm", Math.log),
};

function largest<N>(F: Arithmetic<N>, values: readonly N[]): N {
  return values.length === 0 ? F.zero : values.reduce((a, b) => max(F, a, b));
}
