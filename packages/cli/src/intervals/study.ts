import { dirname, join } from "node:path";
import {
  type IntervalWorld,
  isIntervalWorld,
  type ParsedModel,
  printModel,
  readIntervalWorld,
} from "@candor/core/io";
import { CandorError, fail } from "@candor/core/numeric";
import { EXIT } from "../exit.js";
import { type OpenedModel, openModel, requireOutput, writeWhole } from "../files.js";
import type { PageSource } from "../page/report-page.js";
import type { GridQuantity } from "./grid-quantity.js";
import { observationsIn, observedFiles } from "./read-observations.js";
import { unexpectedFacts } from "./unexpected-facts.js";

export interface OutputFlags {
  readonly output?: string;
  readonly json?: boolean;
}

/** A kind of question about types on intervals: how it is stated, worked out and told. */
export interface IntervalStudy<Flags, Question, Found> {
  /** The flags that state what a file states, and where a file states it. */
  readonly places: Readonly<Record<string, string>>;
  fromFlags(flags: Flags): Question;
  /** Errors: `interval-form` for a world of another kind. */
  fromWorld(world: IntervalWorld, flags: Flags): Question;
  examine(question: Question, flags: Flags): Found;
  lines(found: Found): readonly string[];
  data(found: Found): object;
  page?(found: Found, source: PageSource): Promise<string>;
  /** Whether what was to be checked holds; always, where nothing is. */
  holds?(found: Found): boolean;
  /** Numbers that grids of types have as well. */
  onGrid?(world: IntervalWorld, found: Found): readonly GridQuantity[];
}

/** What a file says of types on intervals. */
export interface OpenedWorld extends Pick<OpenedModel, "model" | "files"> {
  readonly world: IntervalWorld;
  /** Runs something; problems at a flag that the file stands for name the place in the file. */
  placing<T>(places: Readonly<Record<string, string>>, work: () => T): T;
}

/** Errors: those of reading a model, and `not-on-intervals` where all types are points. */
export function openWorld(path: string): OpenedWorld {
  const { model, files } = openModel(path);
  if (!isIntervalWorld(model))
    fail(
      "not-on-intervals",
      "agents",
      `The types of ${path} are points; candor check, design and auction work on them. On an interval they are stated like uniform(0, 1).`,
      model.source.locate(["agents"]) ?? {},
    );
  return {
    ...{ model, files },
    world: readIntervalWorld(model, observationsIn(files)),
    placing: (places, work) => {
      try {
        return work();
      } catch (error) {
        if (!(error instanceof CandorError)) throw error;
        throw new CandorError(
          error.problems.map((problem) => {
            const place = places[problem.path];
            return place === undefined
              ? problem
              : { ...problem, path: place, ...model.source.locate(place.split(".")) };
          }),
        );
      }
    },
  };
}

/** Answers a question that flags or a file state. Exit code 0, or 1 where a file expects something else than what comes out. */
export async function answer<Flags extends OutputFlags, Question, Found>(
  study: IntervalStudy<Flags, Question, Found>,
  file: string | undefined,
  flags: Flags,
): Promise<number> {
  requireOutput(flags.output, file === undefined ? [] : [file]);
  if (file === undefined) {
    const texts = Object.values(flags)
      .flat()
      .filter((flag) => typeof flag === "string");
    requireOutput(flags.output, texts.flatMap(observedFiles));
    return tell(study, study.examine(study.fromFlags(flags), flags), flags);
  }
  refuseFlags(study, file, flags);
  const { world, model, placing } = openWorld(file);
  const observed = world.agents.flatMap(({ written }) => observedFiles(written));
  requireOutput(
    flags.output,
    observed.map((name) => join(dirname(file), name)),
  );
  const found = placing(study.places, () => study.examine(study.fromWorld(world, flags), flags));
  return tell(study, found, flags, model);
}

/** Refuses flags that say again what a file states. */
function refuseFlags<Flags extends object>(
  { places }: { readonly places: Readonly<Record<string, string>> },
  file: string,
  flags: Flags,
): void {
  for (const flag of Object.keys(places)) {
    const key = flag.slice(2).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    if ((flags as Record<string, unknown>)[key] !== undefined)
      fail("invalid-value", flag, `Leave ${file} or ${flag} out: one of them states it.`);
  }
}

async function tell<Found>(
  study: Pick<IntervalStudy<never, never, Found>, "lines" | "data" | "page" | "holds">,
  found: Found,
  { output, json }: OutputFlags,
  model?: ParsedModel,
): Promise<number> {
  const { title, expect } = model?.file ?? {};
  const data = study.data(found);
  const unexpected = unexpectedFacts(data, expect);
  const about = title === undefined ? {} : { about: title };
  const source = model === undefined ? {} : { ...about, model: printModel(model) };
  if (output !== undefined && study.page !== undefined) writeWhole(output, await study.page(found, source));
  const lines = json
    ? [JSON.stringify(expect === undefined ? data : { ...data, unexpected }, null, 2)]
    : [
        ...(title === undefined ? [] : [title]),
        ...study.lines(found),
        ...unexpected.map((sentence) => `Not as expected: ${sentence}`),
      ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return unexpected.length === 0 && study.holds?.(found) !== false ? EXIT.holds : EXIT.fails;
}
