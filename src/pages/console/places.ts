import type { Role } from '../../domain/role.ts'
import type { IconName } from '../icons.ts'

type Place = {
  key: string
  /** Daily work, what is set up once, what is kept. */
  group: 'run' | 'build' | 'keep'
  icon: IconName
  /** Who may open it at all; its forms may ask for more. */
  role: Role
  /** One of the few that a phone shows at the bottom of every page. */
  tab?: true
}

/** Every room of the console, in the order of its menu. Its address is `/console/<key>`; the first is `/console` itself. */
export const consolePlaces = [
  { key: 'overview', group: 'run', icon: 'home', role: 'staff', tab: true },
  { key: 'cards', group: 'run', icon: 'card', role: 'staff', tab: true },
  { key: 'orders', group: 'run', icon: 'receipt', role: 'staff', tab: true },
  { key: 'coupons', group: 'run', icon: 'gift', role: 'staff', tab: true },
  { key: 'setup', group: 'build', icon: 'check', role: 'owner' },
  { key: 'programs', group: 'build', icon: 'stamp', role: 'manager' },
  { key: 'placements', group: 'build', icon: 'print', role: 'manager' },
  { key: 'tills', group: 'build', icon: 'plug', role: 'manager' },
  { key: 'pools', group: 'build', icon: 'list', role: 'manager' },
  { key: 'claims', group: 'build', icon: 'receipt', role: 'manager' },
  { key: 'team', group: 'build', icon: 'people', role: 'manager' },
  { key: 'settings', group: 'build', icon: 'gear', role: 'manager' },
  { key: 'export', group: 'keep', icon: 'save', role: 'owner' },
  { key: 'audit', group: 'keep', icon: 'shield', role: 'owner' },
  { key: 'privacy', group: 'keep', icon: 'person', role: 'owner' },
  { key: 'deliveries', group: 'keep', icon: 'inbox', role: 'manager' },
  { key: 'account', group: 'keep', icon: 'key', role: 'staff' },
] as const satisfies readonly Place[]

export type ConsolePlace = (typeof consolePlaces)[number]['key']

export const placePath = (place: ConsolePlace): string =>
  place === 'overview' ? '/console' : `/console/${place}`

/** The place that an address belongs to; null for those of no place, such as the menu's own page. */
export function placeOf(path: string): (typeof consolePlaces)[number] | null {
  const [, console, key = 'overview'] = path.split('/', 3)
  return console === 'console' ? (consolePlaces.find((place) => place.key === key) ?? null) : null
}
