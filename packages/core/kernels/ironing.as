// AssemblyScript. Compiled by build-ironing.mjs into src/auctions/ironing-modules.ts; its plain twin is src/auctions/iron-lines.ts.
// Both do the same operations in the same order, so they agree bit for bit. Pointers are byte offsets. Numbers are doubles.

// @ts-nocheck
/**
 * Irons f along lines fromLine ≤ l < toLine of one axis (size, stride) and folds ψ̄⁺ into y; returns Σ max(y, ψ̄⁺) over them.
 * mode: 0 write, 1 raise, 2 sum.
 * room: 16·size doubles for a block of lines, then (size + 1) pairs (mass, sum), then size + 1 int32.
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
    let width = min(8, min(stride - inner, toLine - line));
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
  if (step == 8) {
    ironLine(prior, weight, values, size, stack);
    return foldLine(cover, weight, row, mode);
  }
  let from = prior;
  if (width == 8) {
    const row2 = row * 2, row3 = row * 3, row4 = row * 4, row5 = row * 5, row6 = row * 6, row7 = row * 7;
    for (let p = room, end = room + row; p < end; p += 8) {
      store<f64>(p, load<f64>(from));
      store<f64>(p + row, load<f64>(from, 8));
      store<f64>(p + row2, load<f64>(from, 16));
      store<f64>(p + row3, load<f64>(from, 24));
      store<f64>(p + row4, load<f64>(from, 32));
      store<f64>(p + row5, load<f64>(from, 40));
      store<f64>(p + row6, load<f64>(from, 48));
      store<f64>(p + row7, load<f64>(from, 56));
      from += step;
    }
  } else {
    for (let p = room, end = room + row; p < end; p += 8) {
      let to = p;
      for (let b = from, last = from + ((<usize>width) << 3); b < last; b += 8) {
        store<f64>(to, load<f64>(b));
        to += row;
      }
      from += step;
    }
  }
  for (let b: usize = 0; b < <usize>width; b++)
    ironLine(room + b * row, weight + b * row, values, size, stack);
  let total: f64 = 0;
  let at = cover;
  const bytes = (<usize>width) << 3;
  for (let p = weight, end = weight + row; p < end; p += 8) {
    let from = p;
    if (mode == 0) {
      for (let b = at, last = at + bytes; b < last; b += 8) {
        const w = load<f64>(from);
        store<f64>(b, w);
        total += w;
        from += row;
      }
    } else {
      for (let b = at, last = at + bytes; b < last; b += 8) {
        const w = load<f64>(from), y = load<f64>(b);
        const more = select<f64>(y, w, y > w);
        if (mode == 1) store<f64>(b, more);
        total += more;
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

function ironLine(mass: usize, weight: usize, values: usize, size: i32, room: usize): void {
  const end = (<usize>size) << 3;
  let tail: f64 = 0;
  let most: f64 = 0;
  let lowest = end;
  for (let p = end; p > 0; ) {
    p -= 8;
    tail += load<f64>(mass + p);
    const revenue = load<f64>(values + p) * tail;
    if (revenue > most) {
      most = revenue;
      lowest = p;
    }
  }
  const lows = room + ((end + 8) << 1);
  let stack = room;
  let low = lows;
  tail = 0;
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
