import { parseModel } from "../../src/io/model-file/parse.js";
import type { SideFiles } from "../../src/io/model-file/reader.js";
import { readPopulation } from "../../src/io/read-population.js";
import { type Sections, situation } from "./situations.js";

/** East wants to be chosen, rather when it is wet, and West, rather when it is dry; there are a million of East. */
export const WEATHER: Sections = {
  agents: "{ East: { count: 1000000, types: [dry, wet] }, West: { types: [dry, wet] } }",
  states: "[dry, wet]",
  beliefs: "{ signals: { prior: uniform, likelihood: { dry: [3/4, 1/4], wet: [1/4, 3/4] } } }",
  alternatives: "[East, West]",
  values:
    '{ East: \'alternative == "East" ? (state == "wet" ? 2 : 1) : 0\', West: \'alternative == "West" ? (state == "wet" ? 1 : 9) : 0\' }',
};

/** The population of this world with some sections changed or added. */
export const readWeather = (changes: Sections = {}, files?: SideFiles) =>
  readPopulation(parseModel(situation({ ...WEATHER, ...changes })), files);

/** Other values for East. */
export const east = (expression: string) => ({ values: `{ East: '${expression}', West: 0 }` });
