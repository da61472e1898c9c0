import type { VNode } from 'preact'
import { formatCount } from '../../messages/formats.ts'
import { type ExportKind, exportKinds } from '../../ports/exports.ts'
import { html } from '../html.ts'
import { Checkbox, Choices, emptyForm, Form } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'

/** @param counts up to `most` and one more: then it says "more than" */
export function ExportPage(
  context: ConsoleContext,
  { counts, most }: { counts: Record<ExportKind, number>; most: number },
): VNode {
  const texts = context.speech.texts.console
  const words = texts.export
  const rows = (n: number) =>
    n > most
      ? words.rowsMore(formatCount(context.speech, most))
      : words.rows(n, formatCount(context.speech, n))
  return ConsoleFrame(context, {
    place: 'export',
    title: texts.nav.export,
    body: [
      html`<p class="lead">${words.intro}</p>`,
      Form(context, {
        action: '/console/export',
        form: emptyForm,
        submit: words.prepare,
        body: [
          Choices(emptyForm, {
            name: 'what',
            label: words.what,
            value: 'all',
            choices: [
              { value: 'all', label: words.all },
              ...exportKinds.map((kind) => ({
                value: kind,
                label: words.kinds[kind] ?? kind,
                hint: rows(counts[kind]),
              })),
            ],
          }),
          Choices(emptyForm, {
            name: 'format',
            label: words.format,
            value: 'csv',
            choices: (['csv', 'json'] as const).map((format) => ({
              value: format,
              label: words.formats[format] ?? format,
              hint: words.formatHints[format] ?? '',
            })),
          }),
          Checkbox(emptyForm, { name: 'personal', label: words.personal, hint: words.personalHint }),
        ],
      }),
      html`<p class="small">${words.note(context.merchant.timeZone)}</p>`,
    ],
  })
}
