import type { VNode } from 'preact'
import type { Device } from '../../ports/devices.ts'
import type { Person } from '../../ports/team.ts'
import { html } from '../html.ts'
import { Icon } from '../icons.ts'
import { When } from './cells.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { Empty, Table } from './table.ts'

type TeamProps = {
  people: Person[]
  devices: Device[]
  /** Who reads; null for whoever came by a link of nobody's. */
  readerId: string | null
}

/** `/console/team`: people, and the devices that are bound to the shop. */
export function TeamPage(context: ConsoleContext, props: TeamProps): VNode {
  const words = context.speech.texts.console.team
  return ConsoleFrame(context, {
    place: 'team',
    title: context.speech.texts.console.nav.team,
    body: [
      html`<p class="lead">${words.intro}</p>`,
      html`<div class="head">
        <h2>${words.people}</h2>
        <a class="button" href="/console/team/people/new">${Icon('plus')}${words.addPerson}</a>
      </div>`,
      props.people.length === 0 ? Empty(words.noPeople) : People(context, props),
      html`<div class="head">
        <h2>${words.devices}</h2>
        <a class="button" href="/console/team/devices/new">${Icon('plus')}${words.addDevice}</a>
      </div>`,
      props.devices.length === 0 ? Empty(words.noDevices) : Devices(context, props),
    ],
  })
}

function People(context: ConsoleContext, { people, readerId }: TeamProps): VNode {
  const words = context.speech.texts.console.team
  return Table<Person>({
    label: words.people,
    rows: people,
    columns: [
      {
        head: words.name,
        kind: 'main',
        cell: (row) =>
          html`<a href=${`/console/team/people/${row.id}`}>${row.name}</a>${row.id === readerId && html` <span class="small">(${words.you})</span>`}`,
      },
      { head: words.role, cell: (row) => words.roles[row.role] ?? row.role },
      { head: words.pin, cell: (row) => (row.hasPin ? words.hasPin : words.noPin) },
      { head: words.since, cell: (row) => When(context, row.createdAt) },
    ],
  })
}

function Devices(context: ConsoleContext, { devices, people }: TeamProps): VNode {
  const words = context.speech.texts.console.team
  const ownerOf = (device: Device) => people.find((person) => person.id === device.personId)
  return Table<Device>({
    label: words.devices,
    rows: devices,
    columns: [
      {
        head: words.deviceName,
        kind: 'main',
        cell: (row) => {
          const owner = ownerOf(row)
          return html`<a href=${`/console/team/devices/${row.id}`}>${owner ? words.ownPhone(owner.name) : row.name}</a>`
        },
      },
      { head: words.kind, cell: (row) => words.kinds[row.kind] ?? row.kind },
      {
        head: words.seen,
        cell: (row) => (row.pairedAt === null ? words.neverPaired : When(context, row.seenAt)),
      },
    ],
  })
}
