import { fail } from "../candor-error.js";

/** Profiles handled between two looks at the sums: their sums stay in the second-level cache. */
const CHUNK = 8192;
const SHORTEST_ROW = 48;
const MOST_TASKS = 64;
const LEAST_TASK = 1 << 15;

/** How a dense table over profiles is walked; a function of the shape alone, so results do not depend on workers. */
export interface ProfileLayout {
  readonly shape: readonly number[];
  readonly profiles: number;
  /** Axes from here on form one row, long enough for vectors however short the last axis is. */
  readonly split: number;
  readonly rowLength: number;
  readonly chunk: number;
  readonly taskLength: number;
  readonly tasks: number;
}

/** Walks of a table of `shape` (types per agent, row-major, last fastest); throws `invalid-shape`. O(agents). */
export function profileLayout(shape: readonly number[]): ProfileLayout {
  if (shape.length === 0 || shape.some((t) => !Number.isInteger(t) || t < 1)) {
    fail("invalid-shape", "shape", "Give every agent a whole number of types, at least one.");
  }
  const profiles = shape.reduce((a, b) => a * b, 1);
  if (profiles > 2 ** 48) fail("invalid-shape", "shape", "More than 2^48 profiles do not fit any table.");
  let split = shape.length - 1;
  let rowLength = shape[split];
  while (split > 0 && rowLength < SHORTEST_ROW) rowLength *= shape[--split];
  const chunk = rowLength <= CHUNK ? Math.floor(CHUNK / rowLength) * rowLength : CHUNK;
  const unit = Math.min(rowLength, CHUNK);
  const wanted = Math.max(Math.ceil(profiles / MOST_TASKS), Math.min(profiles, LEAST_TASK));
  const taskLength = Math.ceil(wanted / unit) * unit;
  return { shape, profiles, split, rowLength, chunk, taskLength, tasks: Math.ceil(profiles / taskLength) };
}

/** How the table is seen from one agent: [outer][type][inner], its columns c = a·inner + s cut in fixed blocks. */
export interface AxisLayout {
  readonly agent: number;
  readonly types: number;
  readonly outer: number;
  readonly inner: number;
  readonly columns: number;
  /** Columns per block; a multiple of `inner` where inner is the smaller. */
  readonly block: number;
  /** Distance between packed rows. */
  readonly stride: number;
  readonly taskLength: number;
  readonly tasks: number;
}

const AXIS_TASKS = 16;

/** Blocks along one agent's axis; a function of the shape alone. Throws `invalid-shape`. */
export function axisLayout(shape: readonly number[], agent: number): AxisLayout {
  const types = shape[agent];
  const outer = shape.slice(0, agent).reduce((a, b) => a * b, 1);
  const inner = shape.slice(agent + 1).reduce((a, b) => a * b, 1);
  const columns = outer * inner;
  const fits = Math.max(128, Math.min(1024, Math.floor(2 ** 17 / types))) & ~1;
  const block = inner <= fits ? Math.min(columns, Math.floor(fits / inner) * inner) : fits;
  const taskLength = Math.ceil(Math.ceil(columns / AXIS_TASKS) / block) * block;
  const stride = block + (block & 1) + 8;
  const tasks = Math.ceil(columns / taskLength);
  return { agent, types, outer, inner, columns, block, stride, taskLength, tasks };
}

/** Type of every agent at profile number `profile`. */
export function typesAt(shape: readonly number[], profile: number): number[] {
  const types = new Array<number>(shape.length);
  for (let i = shape.length - 1; i >= 0; i--) {
    types[i] = profile % shape[i];
    profile = Math.floor(profile / shape[i]);
  }
  return types;
}
