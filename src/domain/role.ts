/** What somebody may do in the console: each role may all that the ones before it may. */
export const roles = ['staff', 'manager', 'owner'] as const
export type Role = (typeof roles)[number]

const ranks: Record<string, number> = { staff: 1, manager: 2, owner: 3 } satisfies Record<Role, number>

/** Whether `role` may do what is open to `needed`; an unknown role may nothing. */
export const mayAs = (role: string, needed: Role): boolean => (ranks[role] ?? 0) >= (ranks[needed] ?? 0)

/** Whether `role` may give, change or take away `other`: owners everybody, managers those below them, so that nobody raises themselves. */
export const mayChange = (role: string, other: Role): boolean =>
  mayAs(role, 'owner') || (mayAs(role, 'manager') && other === 'staff')
