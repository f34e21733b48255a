import {
  type Certificate,
  certificate,
  certificateDigest,
  type DesignQuestion,
  designMechanism,
  REVENUE,
  WELFARE,
} from "@candor/core/design";
import { buildEnvironment, parseModel } from "@candor/core/io";
import { highsSolver } from "@candor/core/lp";
import { exact, rational } from "@candor/core/numeric";
import { verifyText } from "@candor/verifier";

const solver = highsSolver();

const AUCTION = `
agents: { Ann: { types: [0, 1/2, 1] }, Bob: { types: [1/3, 1] } }
beliefs: { joint: [[1/6, 1/12], [1/6, 1/6], [1/12, 1/3]] }
alternatives: { object: { to: all, nobody: true } }
values: own * gets
`;

const TRADE = `
agents: { Seller: { types: [0, 1/2, 1] }, Buyer: { types: [0, 1/2, 1] } }
beliefs: { independent: uniform }
alternatives: { object: { to: all } }
values: own * gets
outside: { Seller: own, Buyer: 0 }
`;

/** Two people hear of the state; both like to act in the good one, Bob twice as much. */
const SIGNALS = `
agents: { Ann: { types: [low, high] }, Bob: { types: [low, high] } }
states: [bad, good]
beliefs: { signals: { prior: [1/3, 2/3], likelihood: { bad: [3/4, 1/4], good: [1/4, 3/4] } } }
alternatives: [act, wait]
values: { Ann: 'alternative == "act" ? (state == "good" ? 1 : -1) : 0', Bob: 'alternative == "act" ? (state == "good" ? 2 : -1) : 0' }
`;

/** Two people, three projects, values that make lotteries better than sure choices. */
const HARD = `
agents: { Ann: { types: [a, b] }, Bob: { types: [a, b] } }
beliefs: { independent: { Ann: [2/5, 3/5], Bob: [1/2, 1/2] } }
alternatives: [left, right, none]
values:
  Ann: { index: [own, Bob, alternative], entries: [[[3, 0, 1], [0, 2, 1]], [[1, 4, 0], [2, 1, 0]]] }
  Bob: { index: [own, Ann, alternative], entries: [[[0, 3, 1], [4, 0, 1]], [[2, 1, 0], [0, 5, 0]]] }
`;

/** A certificate for each reading of the constraints; payments matter at every profile of each. */
export const CASES: Readonly<Record<string, { model: string; question: DesignQuestion }>> = {
  "revenue, dominant": {
    model: AUCTION,
    question: { objective: REVENUE, incentives: ["dominant"], participation: ["ex-post"], money: [] },
  },
  "revenue, Bayesian": {
    model: AUCTION,
    question: {
      objective: REVENUE,
      incentives: ["bayesian"],
      participation: ["interim"],
      money: ["no-deficit"],
    },
  },
  "revenue, ex post in both readings": {
    model: AUCTION,
    question: {
      objective: REVENUE,
      incentives: ["ex-post", "epistemic-ex-post"],
      participation: ["epistemic", "ex-ante"],
      money: ["no-deficit-ex-ante"],
    },
  },
  "welfare, balanced": {
    model: TRADE,
    question: {
      objective: WELFARE,
      incentives: ["dominant"],
      participation: ["ex-post"],
      money: ["balanced"],
    },
  },
  "revenue and welfare up to ε, signals": {
    model: SIGNALS,
    question: {
      objective: { revenue: rational(1), welfare: rational(1, 3) },
      epsilon: rational(1, 20),
      incentives: ["bayesian"],
      participation: ["interim", "ex-ante"],
      money: [],
    },
  },
  "revenue, sure choices": {
    model: AUCTION.replace("1/2, 1]", "1]").replace(
      "[[1/6, 1/12], [1/6, 1/6], [1/12, 1/3]]",
      "[[1/4, 1/12], [1/6, 1/2]]",
    ),
    question: {
      objective: REVENUE,
      incentives: ["dominant"],
      participation: ["ex-post"],
      money: [],
      deterministic: true,
    },
  },
  "welfare of sure choices that do not come by themselves": {
    model: HARD,
    question: {
      objective: { revenue: rational(1, 10), welfare: rational(1) },
      incentives: ["bayesian"],
      participation: ["interim"],
      money: ["no-deficit"],
      deterministic: true,
    },
  },
  "an objective in tables, treating alike agents alike, within a correspondence": {
    model: `${AUCTION.replace("[0, 1/2, 1]", "[1/3, 1]").replace("[[1/6, 1/12], [1/6, 1/6], [1/12, 1/3]]", "[[1/4, 1/12], [1/6, 1/2]]")}
correspondence: "types.Ann != types.Bob || alternative != 'nobody'"
`,
    question: {
      objective: {
        lotteries: Array.from({ length: 4 }, (_, k) => [rational(k, 7), rational(1, 7), rational(1)]),
        payments: [0, 1].map((i) => Array.from({ length: 4 }, (_, k) => rational(1 + i + k, 9))),
      },
      incentives: ["dominant"],
      participation: ["ex-post"],
      money: ["no-deficit"],
      anonymous: true,
    },
  },
  "revenue, state known": {
    model: SIGNALS,
    question: { objective: REVENUE, incentives: ["ex-post"], participation: ["ex-post"], money: [] },
  },
};

export async function certificateOf(name: string): Promise<Certificate> {
  const { model, question } = CASES[name];
  const { environment } = buildEnvironment(parseModel(`candor: 1${model}`), exact);
  return certificate(await designMechanism(environment, question, question.deterministic ? { solver } : {}))!;
}

/** The verifier's answer to data whose digest has been made to fit. */
export function answerTo(data: object): string {
  return verifyText(JSON.stringify({ ...data, digest: certificateDigest(data) })).message;
}

export type Path = readonly (string | number)[];

/** Every leaf of a JSON value. */
export function leavesOf(data: unknown, path: Path = []): { path: Path; value: unknown }[] {
  if (typeof data !== "object" || data === null) return [{ path, value: data }];
  return Object.entries(data).flatMap(([key, value]) =>
    leavesOf(value, [...path, Array.isArray(data) ? Number(key) : key]),
  );
}

/** A copy with one leaf replaced. */
export function replaced<T>(data: T, [step, ...rest]: Path, value: unknown): T {
  if (step === undefined) return value as T;
  const copy = (Array.isArray(data) ? [...data] : { ...data }) as Record<string | number, unknown>;
  copy[step] = replaced(copy[step], rest, value);
  return copy as T;
}
