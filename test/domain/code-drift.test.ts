import { expect, it } from 'vitest'
import { judgeDrift } from '../../src/domain/code-drift.ts'

const unknown = { drift: null, repairs: 0 }
const repaired = { drift: null, repairs: 1 }
const asked = { drift: 'edited', repairs: -1 }

it.each([
  ['as it was made', 'fine', unknown, 'nothing'],
  ['made good before, and well since', 'fine', repaired, 'nothing'],
  ['deleted for the first time: an accident', 'deleted', unknown, 'remake'],
  ['deleted again: somebody means it', 'deleted', repaired, 'alert'],
  ['deleted, and the merchant asked for it back', 'deleted', asked, 'remake'],
  ['paused for the first time', 'paused', unknown, 'restore'],
  ['paused again', 'paused', repaired, 'alert'],
  ['paused, and the merchant asked for it back', 'paused', asked, 'restore'],
  ['worth or limit changed: somebody decided so', 'edited', unknown, 'alert'],
  ['changed after it was made good', 'edited', repaired, 'alert'],
  ['changed, and the merchant asked for what it was', 'edited', asked, 'restore'],
  ['used up: its order may be on its way', 'used', unknown, 'look-again'],
  ['used up at a second look, with no order', 'used', { drift: 'used', repairs: 0 }, 'alert'],
  ['used up after it was edited', 'used', { drift: 'edited', repairs: 0 }, 'look-again'],
] as const)('a code that is %s', (_, found, known, action) => {
  expect(judgeDrift(found, known)).toEqual({ do: action })
})
