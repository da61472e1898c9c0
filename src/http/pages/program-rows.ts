import { rowsOf } from './program-draft.ts'
import { rewardBlank, type Values } from './program-values.ts'

const mostRows = 20

/**
 * One press of a button that only adds or removes a row: the form as it then is, unsaved. Null for buttons that do
 * something else.
 */
export function pressRow(values: Values, act: string): Values | null {
  const [what, index] = act.split(':')
  switch (what) {
    case 'add-reward':
      return withRows(values, 'rewards', 'm', (rows) => addReward(rows))
    case 'remove-reward':
      return withRows(values, 'rewards', 'm', (rows) => (rows.length > 1 ? without(rows, index) : rows))
    case 'add-time':
      return withRows(values, 'times', 'x', (rows) => [...rows, { factor: '2' }].slice(0, mostRows))
    case 'remove-time':
      return withRows(values, 'times', 'x', (rows) => without(rows, index))
    default:
      return null
  }
}

const without = (rows: Values[], index: string | undefined): Values[] =>
  rows.filter((_, at) => String(at) !== index)

/** On the way to the goal, which stays the last: half-way between it and the one before. */
function addReward(rows: Values[]): Values[] {
  if (rows.length >= mostRows) return rows
  const before = Number(rows.at(-2)?.at ?? 0)
  const goal = Number(rows.at(-1)?.at ?? 10)
  const at = Math.max(before + 1, Math.floor((before + goal) / 2))
  const blank = Object.fromEntries(
    Object.entries(rewardBlank(0, String(Number.isFinite(at) ? at : 1))).map(([name, value]) => [
      name.slice(3),
      value,
    ]),
  )
  return [...rows.slice(0, -1), blank, ...rows.slice(-1)]
}

function withRows(
  values: Values,
  counter: 'rewards' | 'times',
  prefix: 'm' | 'x',
  change: (rows: Values[]) => Values[],
): Values {
  const row = new RegExp(`^${prefix}\\d+-`)
  const others = Object.entries(values).filter(([name]) => !row.test(name))
  const rows = change(rowsOf(values, counter).map((index) => partsOf(values, `${prefix}${index}-`)))
  const named = rows.flatMap((parts, index) =>
    Object.entries(parts).map(([part, value]) => [`${prefix}${index}-${part}`, value] as const),
  )
  return { ...Object.fromEntries([...others, ...named]), [counter]: String(rows.length) }
}

const partsOf = (values: Values, start: string): Values =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      name.startsWith(start) ? [[name.slice(start.length), value]] : [],
    ),
  )
