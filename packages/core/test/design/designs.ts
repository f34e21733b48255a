import { verifyText } from "@candor/verifier";
import {
  certificate,
  type Design,
  type DesignQuestion,
  designMechanism,
  REVENUE,
} from "../../src/design/index.js";
import { buildEnvironment, parseModel } from "../../src/io/index.js";
import { highsSolver } from "../../src/lp/index.js";
import type { Environment } from "../../src/model/environment.js";
import type { Mechanism } from "../../src/model/mechanism.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { printRational, type Rational } from "../../src/numeric/rational.js";
import { PROPERTIES } from "../../src/properties/index.js";

const solver = highsSolver();

export const question = (changes: Partial<DesignQuestion> = {}): DesignQuestion => ({
  objective: REVENUE,
  incentives: ["bayesian"],
  participation: ["interim"],
  money: [],
  ...changes,
});

export function environment(text: string): Environment<Rational> {
  return buildEnvironment(parseModel(`candor: 1\n${text}`), exact).environment;
}

export function design(
  world: Environment<Rational> | string,
  changes: Partial<DesignQuestion> = {},
  scratch = false,
): Promise<Design> {
  const built = typeof world === "string" ? environment(world) : world;
  return designMechanism(built, question(changes), scratch ? {} : { solver });
}

/** What the independent verifier says of the design's certificate. */
export function verified(found: Design): string {
  return verifyText(JSON.stringify(certificate(found))).message;
}

/** The proved optimum as a fraction, after the verifier has accepted it. */
export async function optimum(...asked: Parameters<typeof design>): Promise<string> {
  const found = await design(...asked);
  if (found.kind !== "optimal") return found.kind;
  const value = printRational(found.lower);
  const answer = verified(found);
  return answer === `accepted: value = ${value}` ? value : answer;
}

const ASKED = {
  incentives: {
    dominant: "dominant-strategy-ic",
    "ex-post": "ex-post-ic",
    "epistemic-ex-post": "epistemic-ex-post-ic",
    bayesian: "bayesian-ic",
  },
  participation: {
    "ex-post": "ex-post-ir",
    epistemic: "epistemic-ex-post-ir",
    interim: "interim-ir",
    "ex-ante": "ex-ante-ir",
  },
  money: {
    "no-deficit": "no-deficit",
    "no-deficit-ex-ante": "no-deficit-ex-ante",
    balanced: "budget-balance",
    "balanced-ex-ante": "budget-balance-ex-ante",
    "no-payments": "budget-balance",
  },
} as const;

/** The properties asked for that the library's own checks do not prove of a mechanism. */
export function unproved(mechanism: Mechanism<Rational>, asked: DesignQuestion): string[] {
  const groups = [
    ...asked.incentives.map((kind) => ({ id: ASKED.incentives[kind], tolerance: asked.epsilon })),
    ...asked.participation.map((kind) => ({ id: ASKED.participation[kind], tolerance: undefined })),
    ...asked.money.map((kind) => ({ id: ASKED.money[kind], tolerance: undefined })),
  ];
  return groups.flatMap(({ id, tolerance }) => {
    const property = PROPERTIES.find((each) => each.id === id)!;
    const { status } = property.check(mechanism, tolerance === undefined ? {} : { tolerance });
    return status === "proved" ? [] : [id];
  });
}

export const auction = (types: string, bidders = 2) => `
agents: { ${Array.from({ length: bidders }, (_, i) => `Bidder ${i}: { types: [${types}] }`).join(", ")} }
beliefs: { independent: uniform }
alternatives: { object: { to: all, nobody: true } }
values: own * gets
`;

export const trade = (types: string) => `
agents: { Seller: { types: [${types}] }, Buyer: { types: [${types}] } }
beliefs: { independent: uniform }
alternatives: { object: { to: all } }
values: own * gets
outside: { Seller: own, Buyer: 0 }
`;
