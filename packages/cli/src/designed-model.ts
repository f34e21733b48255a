import type { DesignedTables, DesignQuestion, FiniteTables } from "@candor/core/design";
import { type ParsedModel, printRaw, type Raw } from "@candor/core/io";
import { writeProfile } from "@candor/core/model";
import { printRational } from "@candor/core/numeric";
import { CONSTRAINTS } from "./design-flags.js";
import { nest } from "./nest.js";

/** A mechanism found, and what was asked of it. */
export interface Found {
  readonly question: DesignQuestion;
  readonly tables: FiniteTables;
  readonly designed: DesignedTables;
}

/** The model file with the designed mechanism as tables, requiring of it what was asked. */
export function designedModel(model: ParsedModel, design: Found): string {
  const { mechanism: _, expect: __, require: ___, ...rest } = model.source.data as Record<string, Raw>;
  return printRaw({ ...rest, mechanism: tablesOf(design), require: requirements(design) });
}

/** The properties that prove what was asked, as `candor check` calls them. */
function requirements({ question, tables }: Found): Raw {
  const asked = Object.entries(CONSTRAINTS).filter(
    ([, { incentives = [], participation = [], money = [], anonymous }]) =>
      incentives.some((kind) => question.incentives.includes(kind)) ||
      participation.some((kind) => question.participation.includes(kind)) ||
      (tables.money && money.some((kind) => question.money.includes(kind))) ||
      (anonymous && question.anonymous),
  );
  const { epsilon } = question;
  return asked.map(([id, { incentives }]): Raw => {
    const property = id === "no-payments" ? "budget-balance" : id;
    return incentives !== undefined && epsilon !== undefined && epsilon.n !== 0n
      ? { property, tolerance: printRational(epsilon) }
      : property;
  });
}

function tablesOf({ tables, designed }: Found): Raw {
  const outcome = nest(tables.sizes, (k): Raw => {
    const positive = designed.allocation[k].flatMap((p, a) => (p.n === 0n ? [] : [{ p, a }]));
    if (positive.length === 1) return tables.alternatives[positive[0].a];
    return Object.fromEntries(positive.map(({ p, a }) => [tables.alternatives[a], printRational(p)]));
  });
  if (!tables.money) return { outcome };
  const payments = tables.agents.map(({ name }, i): [string, Raw] => [
    name,
    nest(tables.sizes, (k) => printRational(designed.payments[i][k])),
  ]);
  return { outcome, payments: Object.fromEntries(payments) };
}

/** The types of profile k by agent. */
export function typesAt({ tables }: Pick<Found, "tables">, k: number): string[] {
  const profile = new Int32Array(tables.sizes.length);
  writeProfile(tables.sizes, k, profile);
  return tables.agents.map(({ types }, i) => types[profile[i]]);
}
