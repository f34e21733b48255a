import * as z from "zod";

/** A number as written: 0.1, 1/3, 2e-4. */
const number = z.union([z.number(), z.string()]).meta({ description: "a decimal or a fraction such as 1/3" });
const text = z.string();
const truth = z.union([z.boolean(), z.enum(["true", "false"])]);
const expression = z.union([z.string(), z.number()]).meta({ description: "an expression" });
/** Lists inside lists, or maps keyed by labels, one level an axis; or {file: table.npy}; or {weights: …}. */
const table = z
  .union([z.string(), z.number(), z.array(z.any()), z.record(z.string(), z.any())])
  .meta({ description: "nested lists or maps, one level an axis; {file: name.npy}; or {weights: …}" });
const fields = z.record(z.string(), z.union([z.number(), z.string()]));
/** Fields of an alternative; one given as a map by agent differs between agents. */
const alternativeFields = z.record(z.string(), z.union([z.number(), z.string(), fields]));

const grid = z.strictObject({
  grid: z.strictObject({ from: number, to: number, points: number }),
});
/** A distribution as text, e.g. beta(2, 3); on a whole interval where no number of points stands beside it. */
const written = z.string().meta({ description: "a distribution such as uniform(0, 1)" });
const distribution = z.strictObject({
  distribution: z.union([
    written,
    z.strictObject({
      name: z.enum(["uniform", "power", "triangular", "exponential"]),
      from: number,
      to: number,
      exponent: number.optional(),
      peak: number.optional(),
      rate: number.optional(),
    }),
  ]),
  points: number.optional(),
  rule: z.enum(["midpoint", "quantile", "trapezoid"]).optional(),
});
const product = z.strictObject({
  product: z.record(z.string(), z.union([z.array(number), grid, distribution])),
});
/** A shape that is meant but wrong is explained instead of another that would fit. */
const ABORT = { abort: true };

const types = z
  .union([
    written,
    z.array(z.union([number, z.record(z.string(), z.any())])),
    grid,
    distribution,
    product,
    z
      .record(z.string(), z.any())
      .refine((map) => ![map.grid, map.distribution, map.product].some(isObject), ABORT),
  ])
  .meta({
    description:
      "a list of labels or numbers, a map label → number or fields, a distribution such as uniform(0, 1), a grid, a distribution put on a grid, or a product of these",
  });

const agent = z.strictObject({ count: number.optional(), types });

const receivers = z
  .union([z.literal("all"), z.array(text)])
  .meta({ description: '"all" or a list of agents' });

/** Ways to generate alternatives; any of them, standing alone, is meant as such. */
const GENERATORS = ["object", "items", "grades", "project", "subsets", "assignments", "quantities"];

function isGenerated(map: object): boolean {
  const [only, ...more] = Object.keys(map);
  return more.length === 0 && GENERATORS.includes(only) && isObject((map as Record<string, unknown>)[only]);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

const alternatives = z
  .union([
    z.array(number),
    z.strictObject({
      object: z.strictObject({ to: receivers, nobody: truth.optional() }),
    }),
    z.strictObject({ items: z.strictObject({ of: z.array(text), to: receivers }) }),
    z.strictObject({ grades: z.strictObject({ of: z.array(text), to: receivers }) }),
    z.strictObject({ project: z.strictObject({ cost: number.optional() }) }),
    z.strictObject({
      subsets: z.strictObject({ of: z.array(text), atLeast: number.optional(), atMost: number.optional() }),
    }),
    z.strictObject({ assignments: z.strictObject({ items: z.array(text) }) }),
    z.strictObject({
      quantities: z.strictObject({
        from: number,
        to: number.optional(),
        points: number.optional(),
        kinks: z.array(number).optional(),
      }),
    }),
    z
      .record(z.string(), z.union([alternativeFields, z.literal("")]))
      .refine((map) => !isGenerated(map), ABORT),
  ])
  .meta({
    description:
      "a list, a map name → fields, or generated: object, items, grades, project, subsets, assignments, quantities",
  });

const beliefs = z
  .strictObject({
    independent: z.union([z.literal("uniform"), z.record(z.string(), table)]),
    states: table,
    joint: table,
    signals: z.strictObject({
      prior: table,
      likelihood: table.optional(),
      likelihoods: z.record(z.string(), table).optional(),
      joint: table.optional(),
    }),
    personal: z.strictObject({ agents: z.record(z.string(), table), designer: table.optional() }),
  })
  .partial();

const mechanism = z.looseObject({
  rule: text.optional(),
  outcome: z.any().optional(),
  payments: z.any().optional(),
  allocation: z.any().optional(),
  messages: z.record(z.string(), z.array(number)).optional(),
  strategies: z
    .record(
      z.string(),
      z
        .union([z.array(z.any()), z.record(z.string(), z.any())])
        .meta({ description: "a list or map by type" }),
    )
    .optional(),
});

const requirement = z.union([
  text,
  z.strictObject({
    property: text,
    tolerance: number.optional(),
    relative: truth.optional(),
    profiles: z.enum(["all", "support"]).optional(),
  }),
]);

const expectation = z.strictObject({
  tolerance: number.optional(),
  properties: z.record(z.string(), number).optional(),
  unknown: z.array(text).optional(),
  witnesses: z
    .record(
      z.string(),
      z.record(z.string(), z.union([number, z.array(number), z.record(z.string(), number)])),
    )
    .optional(),
  facts: z.record(z.string(), number).optional(),
  theory: z.record(z.string(), number).optional(),
});

/** An expression for everybody, a table, or a map of either by agent. */
const values = z
  .union([expression, z.record(z.string(), z.any())])
  .meta({ description: "an expression, a table {index, entries}, or a map of them by agent" });

/** The model file, structurally. Names, numbers, tables and expressions are checked when the model is built. */
export const modelSchema = z.strictObject({
  candor: z.union([z.literal(1), z.literal("1")]).meta({ description: "1, the version of the format" }),
  title: text.optional(),
  source: text.optional().meta({ description: "citation" }),
  notes: text.optional(),
  agents: z.record(z.string(), agent),
  states: z.union([z.array(number), z.record(z.string(), z.union([fields, z.literal("")]))]).optional(),
  money: truth.optional(),
  alternatives,
  define: z.record(z.string(), expression).optional(),
  values,
  outside: z
    .union([expression, z.array(z.any()), z.record(z.string(), z.any())])
    .meta({ description: "an expression, a list or map by type, or a map of them by agent" })
    .optional(),
  designer: z.strictObject({ value: values, counts: truth.optional() }).optional(),
  possible: expression.optional(),
  correspondence: expression.optional(),
  beliefs: beliefs.optional(),
  mechanism: mechanism.optional(),
  require: z.array(requirement).optional(),
  expect: expectation.optional(),
});

export type ModelFile = z.infer<typeof modelSchema>;

/** The JSON Schema (draft 2020-12) that editors complete and underline from. */
export function jsonSchema(): object {
  return z.toJSONSchema(modelSchema, { unrepresentable: "any" });
}
