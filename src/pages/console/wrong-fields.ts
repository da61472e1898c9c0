import type { VNode } from 'preact'
import { type Child, html } from '../html.ts'
import { Icon } from '../icons.ts'
import type { ConsoleContext } from './frame.ts'

/**
 * What a refused form says first: each field by its label, with a link that leads into it; one of several alike ("Reward
 * 2") with the name of its group before it. Nothing while nothing is wrong.
 */
export function WrongFields(
  context: ConsoleContext,
  errors: Record<string, string>,
  body: Child,
): VNode | null {
  const wrong = Object.entries(errors)
  if (wrong.length === 0) return null
  const texts = context.speech.texts.console.form
  const fields = fieldsIn(body)
  const order = [...fields.keys()]
  // As one comes upon them down the page; what concerns the whole form comes first.
  wrong.sort(([one], [other]) => order.indexOf(`field-${one}`) - order.indexOf(`field-${other}`))
  return html`<div class="form-wrong" role="alert" tabindex="-1" autofocus>
    <p>${Icon('warning')}${texts.wrong}</p>
    <ul>
      ${wrong.map(([name, error]) => {
        const id = `field-${name}`
        const label = fields.get(id)
        // What concerns the form as a whole has no field to lead to.
        if (label === undefined) return html`<li>${error}</li>`
        return html`<li><a href=${`#${id}`}>${label === '' ? error : texts.named(label, error)}</a></li>`
      })}
    </ul>
  </div>`
}

type Element = { type: unknown; props: Record<string, unknown> & { children?: unknown } }

/**
 * The ids of a form's fields with their labels, as the form itself shows them: so a summary cannot call a field by
 * another name than its label, and cannot lead to one that is not there.
 */
function fieldsIn(body: Child): Map<string, string> {
  const fields = new Map<string, string>()
  const walk = (node: unknown, around: string, group: string): void => {
    if (Array.isArray(node)) for (const each of node) walk(each, around, group)
    if (!isElement(node)) return
    const { id, children, for: labelled } = node.props
    const within = groupOf(node) ?? group
    const label = labelAround(node) ?? around
    const named = (words: string) => [within, words].filter(Boolean).join(' · ')
    if (node.type === 'label' && typeof labelled === 'string') fields.set(labelled, named(textOf(children)))
    if (typeof id === 'string' && !fields.has(id)) fields.set(id, label && named(label))
    walk(children, label, within)
  }
  walk(body, '', '')
  return fields
}

/** A group of whole fields by its legend; one whose legend nobody sees is the only one of its kind, and needs no name. */
function groupOf(node: Element): string | null {
  if (!isGroup(node)) return null
  const legend = firstIn(node, ({ type }) => type === 'legend')
  return isElement(legend) && legend.props.class === 'unseen' ? '' : textOf(legend)
}

// A fieldset that is itself one field, a choice among few, has the class of fields.
const isGroup = ({ type, props }: Element): boolean =>
  type === 'fieldset' &&
  !String(props.class ?? '')
    .split(' ')
    .includes('field')

/** A group is called by its legend, so that its first choice is not taken for it; a box to tick by the words beside it. */
function labelAround(node: Element): string | null {
  if (isGroup(node)) return null
  if (node.type === 'fieldset') return textOf(firstIn(node, ({ type }) => type === 'legend'))
  if (node.type !== 'label' || firstIn(node, ({ props }) => props.type === 'radio')) return null
  return textOf(firstIn(node, ({ type }) => type === 'b') ?? node)
}

function firstIn(node: unknown, fits: (element: Element) => boolean): unknown {
  if (Array.isArray(node)) {
    for (const each of node) {
      const found = firstIn(each, fits)
      if (found) return found
    }
  }
  if (!isElement(node)) return null
  return fits(node) ? node : firstIn(node.props.children, fits)
}

function textOf(node: unknown): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node)
  if (Array.isArray(node)) return node.map(textOf).join('')
  return isElement(node) ? textOf(node.props.children) : ''
}

const isElement = (node: unknown): node is Element =>
  typeof node === 'object' && node !== null && 'type' in node && 'props' in node
