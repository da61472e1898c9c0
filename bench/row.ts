/** One comparison. `floor` and `ours` are in the unit that the name tells; a ratio is better when it is on the goal's side. */
export type Row = { name: string; floor: number; ours: number; ratio: number; goal: string }

export const row = (name: string, floor: number, ours: number, goal: string): Row => ({
  name,
  floor: round(floor),
  ours: round(ours),
  ratio: Math.round((ours / floor) * 100) / 100,
  goal,
})

/** Floor and ours, measured next to each other. */
export type Pair = [floor: number, ours: number]

/** The ratio is the median of the pairs' own: what slows the machine for some seconds slows both of a pair. */
export const pairedRow = (name: string, pairs: Pair[], goal: string): Row => ({
  ...row(name, median(pairs.map(([floor]) => floor)), median(pairs.map(([, ours]) => ours)), goal),
  ratio: Math.round(median(pairs.map(([floor, ours]) => ours / floor)) * 100) / 100,
})

const round = (value: number): number => (value >= 100 ? Math.round(value) : Math.round(value * 1000) / 1000)

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export function asTable(rows: Row[]): string {
  const cells = rows.map((each) => [
    each.name,
    String(each.floor),
    String(each.ours),
    each.ratio.toFixed(2),
    each.goal,
  ])
  const all = [['what', 'floor', 'ours', 'ratio', 'goal'], ...cells]
  const widths = all[0]!.map((_, column) => Math.max(...all.map((line) => line[column]!.length)))
  return all
    .map((line) =>
      line
        .map((cell, i) => (i === 0 || i === 4 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  '),
    )
    .join('\n')
}
