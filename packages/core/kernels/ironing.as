// AssemblyScript. Compiled by build-ironing.mjs into src/auctions/ironing-modules.ts; its plain twin is src/auctions/iron-lines.ts.
// Both do the same operations in the same order, so they agree bit for bit. Pointers are byte offsets. Numbers are doubles.

// @ts-nocheck
/**
 * Irons f along lines fromLine ≤ l < toLine of one axis (size, stride) and folds ψ̄⁺ into y; returns Σ max(y, ψ̄⁺) over them.
 * mode: 0 write, 1 raise, 2 sum.
 * room: 16·size doubles for a block of lines, (size + 1) pairs (mass, sum), size doubles for size + 1 int32, 8 int64; see ironing.ts.
 */
export function ironLines(
  prior: usize,
  cover: usize,
  values: usize,
  size: i32,
  stride: i32,
  fromLine: i32,
  toLine: i32,
  mode: i32,
  room: usize,
): f64 {
  let total: f64 = 0;
  let line = fromLine;
  while (line < toLine) {
    const inner = line % stride;
    const width = min(8, min(stride - inner, toLine - line));
    const start: usize = ((<usize>(line - inner) * size + inner) << 3);
    total += ironBlock(prior + start, cover + start, values, size, (<usize>stride) << 3, width, mode, room);
    line += width;
  }
  return total;
}

function ironBlock(
  prior: usize,
  cover: usize,
  values: usize,
  size: i32,
  step: usize,
  width: i32,
  mode: i32,
  room: usize,
): f64 {
  const row = (<usize>size) << 3;
  const weight = room + (row << 3);
  const stack = room + (row << 4);
  const lows = stack + ((row + 8) << 1) + row;
  if (step == 8) {
    memory.copy(room, prior, row);
    ironLine(room, weight, values, size, stack, bestPrice(room, values, row));
    return foldLine(cover, weight, row, mode);
  }
  if (width == 8) copyBlock(prior, step, room, row, values, lows);
  else
    for (let b: usize = 0; b < <usize>width; b++) {
      const to = room + b * row;
      let from = prior + (b << 3);
      for (let p = to, end = to + row; p < end; p += 8) {
        store<f64>(p, load<f64>(from));
        from += step;
      }
      store<u64>(lows + (b << 3), bestPrice(to, values, row));
    }
  for (let b: usize = 0; b < <usize>width; b++)
    ironLine(room + b * row, weight + b * row, values, size, stack, <usize>load<u64>(lows + (b << 3)));
  return foldBlock(cover, weight, row, step, width, mode);
}

function foldBlock(cover: usize, weight: usize, row: usize, step: usize, width: i32, mode: i32): f64 {
  const bytes = (<usize>width) << 3;
  let total: f64 = 0;
  let at = cover;
  for (let p = weight, end = weight + row; p < end; p += 8) {
    let from = p;
    if (mode == 0) {
      for (let b = at, last = at + bytes; b < last; b += 8) {
        const w = load<f64>(from);
        store<f64>(b, w);
        total += w;
        from += row;
      }
    } else if (mode == 1) {
      for (let b = at, last = at + bytes; b < last; b += 8) {
        const w = load<f64>(from), y = load<f64>(b);
        const more = select<f64>(y, w, y > w);
        store<f64>(b, more);
        total += more;
        from += row;
      }
    } else {
      for (let b = at, last = at + bytes; b < last; b += 8) {
        const w = load<f64>(from), y = load<f64>(b);
        total += select<f64>(y, w, y > w);
        from += row;
      }
    }
    at += step;
  }
  return total;
}

function foldLine(cover: usize, weight: usize, row: usize, mode: i32): f64 {
  let total: f64 = 0;
  for (let p: usize = 0; p < row; p += 8) {
    let w = load<f64>(weight + p);
    if (mode != 0) {
      const y = load<f64>(cover + p);
      w = select<f64>(y, w, y > w);
    }
    if (mode != 2) store<f64>(cover + p, w);
    total += w;
  }
  return total;
}

/** The byte offset of the lowest position whose price earns most against a line, or its end when none earns anything. */
function bestPrice(mass: usize, values: usize, row: usize): usize {
  let tail: f64 = 0;
  let most: f64 = 0;
  let lowest = row;
  for (let p = row; p > 0; ) {
    p -= 8;
    tail += load<f64>(mass + p);
    const revenue = load<f64>(values + p) * tail;
    if (revenue > most) {
      most = revenue;
      lowest = p;
    }
  }
  return lowest;
}

/** Copies 8 adjacent lines into the room, line by line, and writes their best prices; two lines to a vector. */
function copyBlock(prior: usize, step: usize, room: usize, row: usize, values: usize, lows: usize): void {
  for (let b: usize = 0; b < 64; b += 32) {
    let tail0 = f64x2.splat(0), tail1 = tail0, most0 = tail0, most1 = tail0;
    let low0 = i64x2.splat(row), low1 = low0;
    let from = prior + b + (row >> 3) * step;
    const to0 = room + (b >> 3) * row, to1 = to0 + row, to2 = to1 + row, to3 = to2 + row;
    for (let p = row; p > 0; ) {
      p -= 8;
      from -= step;
      const mass0 = v128.load(from), mass1 = v128.load(from, 16);
      store<f64>(to0 + p, f64x2.extract_lane(mass0, 0));
      store<f64>(to1 + p, f64x2.extract_lane(mass0, 1));
      store<f64>(to2 + p, f64x2.extract_lane(mass1, 0));
      store<f64>(to3 + p, f64x2.extract_lane(mass1, 1));
      tail0 = f64x2.add(tail0, mass0);
      tail1 = f64x2.add(tail1, mass1);
      const value = v128.load_splat<f64>(values + p);
      const revenue0 = f64x2.mul(value, tail0), revenue1 = f64x2.mul(value, tail1);
      const more0 = f64x2.gt(revenue0, most0), more1 = f64x2.gt(revenue1, most1);
      const here = i64x2.splat(p);
      most0 = f64x2.pmax(most0, revenue0);
      most1 = f64x2.pmax(most1, revenue1);
      low0 = v128.bitselect(here, low0, more0);
      low1 = v128.bitselect(here, low1, more1);
    }
    v128.store(lows + b, low0);
    v128.store(lows + b, low1, 16);
  }
}

/** ψ̄⁺ of one line; `lowest` is the byte offset of the best price, below which it is 0. */
function ironLine(mass: usize, weight: usize, values: usize, size: i32, room: usize, lowest: usize): void {
  const end = (<usize>size) << 3;
  const lows = room + ((end + 8) << 1);
  let stack = room;
  let low = lows;
  let tail: f64 = 0;
  let above: f64 = 0;
  let newestMass: f64 = 1;
  let newestSum: f64 = Infinity;
  for (let p = end; p > lowest; ) {
    p -= 8;
    let m = load<f64>(mass + p);
    tail += m;
    const revenue = load<f64>(values + p) * tail;
    let s = revenue - above;
    above = revenue;
    while (newestSum * m < s * newestMass) {
      m += newestMass;
      s += newestSum;
      stack -= 16;
      low -= 4;
      newestMass = load<f64>(stack);
      newestSum = load<f64>(stack, 8);
    }
    store<f64>(stack, newestMass);
    store<f64>(stack, newestSum, 8);
    store<u32>(low, <u32>p);
    stack += 16;
    low += 4;
    newestMass = m;
    newestSum = s;
  }
  store<f64>(stack, newestMass);
  store<f64>(stack, newestSum, 8);
  let p = end;
  let block = room + 16;
  for (let l = lows; l < low; l += 4) {
    const sum = load<f64>(block, 8);
    const level = sum > 0 ? sum / load<f64>(block) : 0;
    block += 16;
    const bottom = <usize>load<u32>(l);
    while (p > bottom) {
      p -= 8;
      store<f64>(weight + p, level * load<f64>(mass + p));
    }
  }
  while (p > 0) {
    p -= 8;
    store<f64>(weight + p, 0);
  }
}
