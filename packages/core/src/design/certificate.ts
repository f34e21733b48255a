import { printRational, type Rational, ZERO } from "../numeric/rational.js";
import type { Design } from "./design-mechanism.js";
import type { FiniteTables } from "./finite-tables.js";
import { rowNameKey } from "./row-name.js";
import { sha256 } from "./sha256.js";

export const CERTIFICATE_FORMAT = "candor-certificate";
export const CERTIFICATE_VERSION = 1;

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
  readonly mechanism?: { readonly allocation: Printed; readonly payments: Printed };
  readonly multipliers: Readonly<Record<string, string>>;
  readonly claim: { readonly infeasible?: true; readonly lower?: string; readonly upper?: string };
}

/**
 * The certificate of a design: the environment as exact tables, the question, the mechanism, the multipliers and the claim.
 * `undefined` where nothing was proved (unbounded or undecided).
 *
 * @param modelText the source the environment was read from, to be named by its hash.
 */
export function certificate(design: Design, modelText?: string): Certificate | undefined {
  if (design.kind === "unbounded" || design.kind === "undecided") return undefined;
  const { tables, question } = design;
  const multipliers = design.multipliers.map(({ name, price }) => [rowNameKey(name), printRational(price)]);
  const found = design.kind !== "infeasible" ? design : undefined;
  const body = {
    format: CERTIFICATE_FORMAT,
    version: CERTIFICATE_VERSION,
    title: tables.title,
    ...(modelText === undefined ? {} : { model: `sha256:${sha256(modelText)}` }),
    environment: environmentData(tables),
    problem: {
      maximize: {
        revenue: printRational(question.objective.revenue),
        welfare: printRational(question.objective.welfare),
      },
      incentives: [...question.incentives],
      epsilon: printRational(question.epsilon ?? ZERO),
      participation: [...question.participation],
      money: [...question.money],
    },
    ...(found === undefined
      ? {}
      : {
          mechanism: {
            allocation: inWords(found.designed.allocation),
            payments: inWords(found.designed.payments),
          },
        }),
    multipliers: Object.fromEntries(multipliers) as Record<string, string>,
    claim:
      found === undefined
        ? ({ infeasible: true } as const)
        : {
            lower: printRational(found.lower),
            ...(found.upper === undefined ? {} : { upper: printRational(found.upper) }),
          },
  } as const;
  return { ...body, digest: certificateDigest(body) };
}

/** What the digest of a certificate must be; an existing digest is left out of account. */
export function certificateDigest(body: object): string {
  const { digest: _, ...rest } = body as { digest?: string };
  return `sha256:${sha256(JSON.stringify(rest))}`;
}

function environmentData(tables: FiniteTables): object {
  const { agents, alternatives, states, money, values, designer, outside, beliefs, occurs, prior, possible } =
    tables;
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
  };
}

type Nested = Rational | readonly Nested[];
type Printed = string | Printed[];

function inWords(nested: Nested): Printed {
  return "d" in nested ? printRational(nested) : (nested as readonly Nested[]).map(inWords);
}
