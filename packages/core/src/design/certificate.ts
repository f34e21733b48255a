import { printRational, type Rational, ZERO } from "../numeric/rational.js";
import { sha256 } from "../numeric/sha256.js";
import { type CaseData, type CaseTree, caseData, type Multiplier, multiplierData } from "./case-tree.js";
import type { DesignedTables } from "./designed-tables.js";
import type { FiniteTables } from "./finite-tables.js";
import { tabledObjective } from "./formulation.js";
import type { DesignQuestion, WeightedObjective } from "./question.js";

export const CERTIFICATE_FORMAT = "candor-certificate";
export const CERTIFICATE_VERSION = 2;

/** A certificate as plain JSON data; every number is a string such as "5/12". docs/certificate.md describes it. */
export interface Certificate {
  readonly format: typeof CERTIFICATE_FORMAT;
  readonly version: typeof CERTIFICATE_VERSION;
  /** "sha256:…" of the JSON text of everything else. */
  readonly digest: string;
  readonly title: string;
  /** "sha256:…" of the model file. */
  readonly model?: string;
  readonly environment: object;
  readonly problem: object;
  readonly mechanism?: PrintedTables;
  /** Of an unbounded claim: the payments grow along it for ever. */
  readonly direction?: PrintedTables;
  /** By constraint; absent where sure choices are claimed about. */
  readonly multipliers?: Readonly<Record<string, string>>;
  /** Of a claim about sure choices. */
  readonly tree?: CaseData;
  readonly claim: Claim;
}

/** What is claimed: a value between bounds, that nothing satisfies the constraints, or that the value has no upper bound. */
export interface Claim {
  readonly infeasible?: true;
  readonly unbounded?: true;
  readonly lower?: string;
  readonly upper?: string;
}

interface PrintedTables {
  readonly allocation: Printed;
  readonly payments: Printed;
}

/** What a certificate is made of; a {@link Design} is one. */
export type Proven = { readonly tables: FiniteTables; readonly question: DesignQuestion } & (
  | {
      readonly kind: "optimal" | "bracket";
      readonly lower: Rational;
      readonly upper?: Rational;
      readonly designed: DesignedTables;
      readonly multipliers: readonly Multiplier[];
      readonly tree?: CaseTree;
    }
  | { readonly kind: "infeasible"; readonly multipliers: readonly Multiplier[]; readonly tree?: CaseTree }
  | { readonly kind: "unbounded"; readonly designed: DesignedTables; readonly direction: DesignedTables }
  | { readonly kind: "undecided" }
);

/**
 * The certificate of a design: the environment as exact tables, the question, the mechanism, the multipliers and the claim.
 * `undefined` where nothing was proved.
 *
 * @param modelText the source the environment was read from, to be named by its hash.
 */
export function certificate(design: Proven, modelText?: string): Certificate | undefined {
  if (design.kind === "undecided") return undefined;
  const { tables, question } = design;
  const body = {
    format: CERTIFICATE_FORMAT,
    version: CERTIFICATE_VERSION,
    title: tables.title,
    ...(modelText === undefined ? {} : { model: `sha256:${sha256(modelText)}` }),
    environment: environmentData(tables),
    problem: problemData(tables, question),
    ...("designed" in design ? { mechanism: printedTables(design.designed) } : {}),
    ...("direction" in design ? { direction: printedTables(design.direction) } : {}),
    ...proofData(design),
    claim: claimOf(design),
  } as const;
  return { ...body, digest: certificateDigest(body) };
}

function problemData(tables: FiniteTables, question: DesignQuestion): object {
  const { objective, incentives, epsilon, participation, money, deterministic, anonymous } = question;
  // Without a prior nothing is weighed by one.
  const tabled =
    "lotteries" in objective || tables.prior === undefined ? tabledObjective(tables, objective) : undefined;
  const { revenue, welfare } = objective as WeightedObjective;
  return {
    maximize:
      tabled === undefined
        ? { revenue: printRational(revenue), welfare: printRational(welfare) }
        : { allocation: inWords(tabled.lotteries), payments: inWords(tabled.payments) },
    incentives: [...incentives],
    epsilon: printRational(epsilon ?? ZERO),
    participation: [...participation],
    money: [...money],
    deterministic: deterministic ?? false,
    anonymous: anonymous ?? false,
  };
}

function printedTables({ allocation, payments }: DesignedTables): PrintedTables {
  return { allocation: inWords(allocation), payments: inWords(payments) };
}

function proofData(
  design: Exclude<Proven, { kind: "undecided" }>,
): Pick<Certificate, "multipliers" | "tree"> {
  const { tree, multipliers = [] } = design as { tree?: CaseTree; multipliers?: readonly Multiplier[] };
  return design.question.deterministic
    ? { tree: caseData(tree ?? {}) }
    : { multipliers: multiplierData(multipliers) };
}

function claimOf(design: Exclude<Proven, { kind: "undecided" }>): Claim {
  if (design.kind === "infeasible") return { infeasible: true };
  if (design.kind === "unbounded") return { unbounded: true };
  const { lower, upper } = design;
  return { lower: printRational(lower), ...(upper === undefined ? {} : { upper: printRational(upper) }) };
}

/** What the digest of a certificate must be; an existing digest is left out of account. */
export function certificateDigest(body: object): string {
  const { digest: _, ...rest } = body as { digest?: string };
  return `sha256:${sha256(JSON.stringify(rest))}`;
}

/** The environment as a certificate states it. */
export function environmentData(tables: FiniteTables): object {
  const { agents, alternatives, states, money, values, designer, outside } = tables;
  const { beliefs, occurs, prior, possible, allowed, swaps } = tables;
  return {
    agents,
    alternatives,
    states,
    money,
    values: inWords(values),
    ...(designer === undefined ? {} : { designer: inWords(designer) }),
    outside: inWords(outside),
    ...(beliefs === undefined ? {} : { beliefs: inWords(beliefs), occurs }),
    ...(prior === undefined ? {} : { prior: inWords(prior) }),
    possible,
    ...(allowed === undefined ? {} : { allowed }),
    swaps: swaps.map(({ agents: pair, image }) => [pair, image]),
  };
}

type Nested = Rational | readonly Nested[];
type Printed = string | Printed[];

function inWords(nested: Nested): Printed {
  return "d" in nested ? printRational(nested) : (nested as readonly Nested[]).map(inWords);
}
