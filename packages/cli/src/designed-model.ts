import type { Design, DesignedTables } from "@candor/core/design";
import { type ParsedModel, printRaw, type Raw } from "@candor/core/io";
import { writeProfile } from "@candor/core/model";
import { printRational } from "@candor/core/numeric";
import { nest } from "./nest.js";

/** The property that proves each constraint a design can be asked for. */
const PROPERTY_OF: Readonly<Record<string, string>> = {
  "incentives dominant": "dominant-strategy-ic",
  "incentives ex-post": "ex-post-ic",
  "incentives epistemic-ex-post": "epistemic-ex-post-ic",
  "incentives bayesian": "bayesian-ic",
  "participation ex-post": "ex-post-ir",
  "participation epistemic": "epistemic-ex-post-ir",
  "participation interim": "interim-ir",
  "participation ex-ante": "ex-ante-ir",
  "money no-deficit": "no-deficit",
  "money no-deficit-ex-ante": "no-deficit-ex-ante",
  "money balanced": "budget-balance",
  "money balanced-ex-ante": "budget-balance-ex-ante",
  "money no-payments": "budget-balance",
};

/** The model file with the designed mechanism as tables, requiring of it what was asked. */
export function designedModel(model: ParsedModel, design: Design & { designed: DesignedTables }): string {
  const { mechanism: _, expect: __, require: ___, ...rest } = model.source.data as Record<string, Raw>;
  return printRaw({ ...rest, mechanism: tablesOf(design), require: requirements(design) });
}

function requirements({ question, tables }: Design): Raw {
  const asked = (["incentives", "participation", "money"] as const).flatMap((group) =>
    question[group].map((kind) => ({ group, id: PROPERTY_OF[`${group} ${kind}`] })),
  );
  const epsilon = question.epsilon;
  return asked
    .filter(({ group }) => tables.money || group !== "money")
    .map(
      ({ group, id }): Raw =>
        group === "incentives" && epsilon !== undefined && epsilon.n !== 0n
          ? { property: id, tolerance: printRational(epsilon) }
          : id,
    );
}

function tablesOf({ tables, designed }: Design & { designed: DesignedTables }): Raw {
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
export function typesAt({ tables }: Design, k: number): string[] {
  const profile = new Int32Array(tables.sizes.length);
  writeProfile(tables.sizes, k, profile);
  return tables.agents.map(({ types }, i) => types[profile[i]]);
}
