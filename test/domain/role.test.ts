import { expect, it } from 'vitest'
import { mayAs, roles } from '../../src/domain/role.ts'

it.each([
  ['staff', [true, false, false]],
  ['manager', [true, true, false]],
  ['owner', [true, true, true]],
  ['somebody', [false, false, false]],
] as const)('%s may what is open to staff, manager, owner: %j', (role, may) => {
  expect(roles.map((needed) => mayAs(role, needed))).toEqual(may)
})
